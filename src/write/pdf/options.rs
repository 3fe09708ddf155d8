//! What is printed, and on what: the `[pdf]` table of `deckpress.toml` and the flags over it.

use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::font::Fonts;
use super::theme::{ThemeTexts, Themes};
use super::units::{Mm, Pt};

/// What is printed, and how it looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    /// What, and on what.
    pub options: Options,
    /// How it looks.
    pub themes: ThemeTexts,
    /// The fonts that there are.
    pub fonts: Fonts,
}

impl Print {
    /// The cheat sheet as the program makes it by itself.
    pub const SHIPPED: Self =
        Self { options: Options::SHIPPED, themes: ThemeTexts::SHIPPED, fonts: Fonts::SHIPPED };

    /// The themes on the paper that is asked for.
    pub(super) fn themes(&self) -> Result<Themes, super::theme::ThemeError> {
        let Options { paper, ink_saving, .. } = self.options;
        Ok(Themes::read(&self.themes)?.on(paper, ink_saving).with(&self.fonts))
    }
}

/// What is printed, and on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The products to make.
    pub products: Products,
    /// The sheets that they are laid out for.
    pub paper: PaperSize,
    /// How many pages the cheat sheet may have; zero for any number.
    pub budget: usize,
    /// Whether each topic of the cheat sheet starts on a page of its own.
    pub per_topic_page: bool,
    /// Whether nothing is filled: frames stand in place of grounds.
    pub ink_saving: bool,
    /// How many card faces lie on a sheet.
    pub cards_per_sheet: PerSheet,
    /// Where the backs of the cards are.
    pub card_backs: CardBacks,
    /// Files of further fonts, for characters that the shipped ones lack; asked in this order.
    pub fonts: Vec<PathBuf>,
}

impl Options {
    /// The cheat sheet on A4.
    pub const SHIPPED: Self = Self {
        products: Products { cheatsheet: true, handbook: false, cards: false },
        paper: PaperSize::A4,
        budget: 0,
        per_topic_page: false,
        ink_saving: false,
        cards_per_sheet: PerSheet::Eight,
        card_backs: CardBacks::LongEdge,
        fonts: Vec::new(),
    };
}

impl Default for Options {
    fn default() -> Self {
        Self::SHIPPED
    }
}

/// Something to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// Short answers by topic, to look things up.
    Cheatsheet,
    /// Full answers with all that stands beside them, to read.
    Handbook,
    /// Cards to cut out.
    Cards,
}

impl FromStr for Product {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "cheatsheet" => Ok(Self::Cheatsheet),
            "handbook" => Ok(Self::Handbook),
            "cards" => Ok(Self::Cards),
            _ => Err("there are `cheatsheet`, `handbook` and `cards`".to_string()),
        }
    }
}

/// The products to make, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Product>", into = "Vec<Product>")]
pub struct Products {
    /// Whether `cheatsheet.pdf` is made.
    pub cheatsheet: bool,
    /// Whether `handbook.pdf` is made.
    pub handbook: bool,
    /// Whether `cards.pdf` is made.
    pub cards: bool,
}

impl TryFrom<Vec<Product>> for Products {
    type Error = &'static str;

    fn try_from(products: Vec<Product>) -> Result<Self, &'static str> {
        if products.is_empty() {
            return Err(
                "`products` names none; leave it out for the cheat sheet, or leave `pdf` out of the writers",
            );
        }
        let has = |product| products.contains(&product);
        Ok(Self {
            cheatsheet: has(Product::Cheatsheet),
            handbook: has(Product::Handbook),
            cards: has(Product::Cards),
        })
    }
}

impl From<Products> for Vec<Product> {
    fn from(products: Products) -> Self {
        let Products { cheatsheet, handbook, cards } = products;
        let all = [(cheatsheet, Product::Cheatsheet), (handbook, Product::Handbook), (cards, Product::Cards)];
        all.into_iter().filter(|(made, _)| *made).map(|(_, product)| product).collect()
    }
}

/// A sheet of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PaperSize {
    /// 210 mm by 297 mm (ISO 216).
    A4,
    /// 8.5 in by 11 in (ANSI A).
    Letter,
}

impl PaperSize {
    /// Its shorter and its longer side.
    pub fn sides(self) -> (Pt, Pt) {
        match self {
            Self::A4 => (Mm(210.0).into(), Mm(297.0).into()),
            Self::Letter => (Pt(612.0), Pt(792.0)),
        }
    }
}

impl FromStr for PaperSize {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word.to_ascii_lowercase().as_str() {
            "a4" => Ok(Self::A4),
            "letter" => Ok(Self::Letter),
            _ => Err("there are `a4` and `letter`".to_string()),
        }
    }
}

/// How many card faces lie on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum PerSheet {
    /// Two columns of four.
    Eight,
    /// Two columns of two.
    Four,
}

impl PerSheet {
    /// Faces one below the other; beside each other there are always two.
    pub fn rows(self) -> usize {
        match self {
            Self::Eight => 4,
            Self::Four => 2,
        }
    }
}

impl TryFrom<u8> for PerSheet {
    type Error = String;

    fn try_from(count: u8) -> Result<Self, String> {
        match count {
            8 => Ok(Self::Eight),
            4 => Ok(Self::Four),
            _ => Err(format!("`cards_per_sheet` is {count}; a sheet holds 8 or 4")),
        }
    }
}

impl From<PerSheet> for u8 {
    fn from(count: PerSheet) -> Self {
        match count {
            PerSheet::Eight => 8,
            PerSheet::Four => 4,
        }
    }
}

/// Where the backs of the cards are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardBacks {
    /// On the next page, for printers that turn the sheet over its long edge.
    LongEdge,
    /// On the next page, for printers that turn the sheet over its short edge.
    ShortEdge,
    /// Beside their fronts: the card is folded, and the sheet printed on one side.
    Fold,
}

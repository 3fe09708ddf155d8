//! The templates: those that the program comes with, and files of the user's own in their place.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::{line_at, nearest};
use crate::files::{self, FileError};
use crate::normalise::{ListError, Lists, Texts};
use crate::write::note_type::{NoteType, TemplateError as NoteTypeError};
use crate::write::pdf::font::{FontError, Fonts};
use crate::write::pdf::theme::{ThemeError, ThemeTexts, Themes};

/// What a build goes by, beside the configuration.
pub struct Templates {
    /// Word lists and topics.
    pub lists: Lists,
    /// Card templates and style.
    pub note_type: NoteType,
    /// How paper looks.
    pub themes: ThemeTexts,
    /// What paper is printed with.
    pub fonts: Fonts,
}

/// The files that a user's own may stand for, by their names below `templates/`.
pub const NAMES: [&str; 16] = [
    "anki/back.html",
    "anki/cloze-back.html",
    "anki/cloze-front.html",
    "anki/front.html",
    "anki/reverse-back.html",
    "anki/reverse-front.html",
    "anki/style.css",
    "asks.toml",
    "commonness.txt",
    "cues.toml",
    "pdf/cards.toml",
    "pdf/cheatsheet.toml",
    "pdf/colours.toml",
    "pdf/handbook.toml",
    "synonyms.toml",
    "topics.toml",
];

/// Why templates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The folder or a file of it cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file has the name of no template.
    #[error("`{}` is no template; did you mean `{nearest}`? there are {known}", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The known name that looks most like its.
        nearest: String,
        /// All known names.
        known: String,
    },
    /// A font cannot be used.
    #[error("{}: {error}", path.display())]
    Font {
        /// The file.
        path: PathBuf,
        /// Why.
        error: FontError,
    },
    /// A file is not what it should be.
    #[error("{}:{line}: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, counted from one.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

impl Templates {
    /// Those in `folder`, and for what it does not hold those that the program comes with. `brief` are words that label
    /// a short answer too, `fonts` files of further fonts.
    ///
    /// # Errors
    /// When the folder cannot be read, or holds a file that is no template or an unsound one.
    pub fn read(folder: Option<&Path>, brief: &[String], fonts: &[PathBuf]) -> Result<Self, TemplateError> {
        let mut texts = Texts::SHIPPED;
        let mut note_type = NoteType::SHIPPED;
        let mut themes = ThemeTexts::SHIPPED;
        if let Some(folder) = folder {
            for name in files::below(folder)? {
                let path = folder.join(&name);
                let Some(template) = named(&name, &mut texts, &mut note_type, &mut themes) else {
                    let nearest = nearest(&name, NAMES.into_iter());
                    let known = NAMES.map(|name| format!("`{name}`")).join(", ");
                    return Err(TemplateError::Unknown { path, nearest, known });
                };
                *template = files::read_text(&path)?.unwrap_or_default().into();
            }
        }
        // Those that the program comes with are sound: what is wrong is wrong in the folder.
        let syntax = |file: &str, text: &str, at: usize, message: String| TemplateError::Syntax {
            path: folder.map_or_else(PathBuf::new, Path::to_path_buf).join(file),
            line: line_at(text, at),
            message,
        };
        note_type
            .check()
            .map_err(|NoteTypeError { file, text, at, message }| syntax(file, &text, at, message))?;
        let lists = Lists::read(&texts, brief).map_err(|ListError { file, at, message }| {
            let mut texts = texts.clone();
            let text = named(file, &mut texts, &mut note_type.clone(), &mut themes.clone()).cloned();
            syntax(file, &text.unwrap_or_default(), at, message)
        })?;
        Themes::read(&themes).map_err(|ThemeError { file, at, message }| {
            let mut themes = themes.clone();
            let text = named(file, &mut texts.clone(), &mut note_type.clone(), &mut themes).cloned();
            syntax(file, &text.unwrap_or_default(), at, message)
        })?;
        Ok(Self { lists, note_type, themes, fonts: read_fonts(fonts)? })
    }
}

fn read_fonts(paths: &[PathBuf]) -> Result<Fonts, TemplateError> {
    let mut fonts = Fonts::default();
    for path in paths {
        let (file, face) = face_of(path);
        let name = files::name_of(file).unwrap_or_default();
        fonts
            .add(&name, files::read(file)?, face)
            .map_err(|error| TemplateError::Font { path: path.clone(), error })?;
    }
    Ok(fonts)
}

/// The file, and the font of it that stands behind `#` where it is a collection.
fn face_of(path: &Path) -> (&Path, Option<&str>) {
    let Some((file, face)) = path.to_str().and_then(|path| path.rsplit_once('#')) else {
        return (path, None);
    };
    let is_collection = [".ttc", ".otc"].iter().any(|end| file.to_ascii_lowercase().ends_with(end));
    if is_collection { (Path::new(file), Some(face)) } else { (path, None) }
}

/// The template called `name`.
fn named<'a>(
    name: &str,
    texts: &'a mut Texts,
    note_type: &'a mut NoteType,
    themes: &'a mut ThemeTexts,
) -> Option<&'a mut Cow<'static, str>> {
    Some(match name {
        "anki/back.html" => &mut note_type.back,
        "anki/cloze-back.html" => &mut note_type.cloze_back,
        "anki/cloze-front.html" => &mut note_type.cloze_front,
        "anki/front.html" => &mut note_type.front,
        "anki/reverse-back.html" => &mut note_type.reverse_back,
        "anki/reverse-front.html" => &mut note_type.reverse_front,
        "anki/style.css" => &mut note_type.style,
        "asks.toml" => &mut texts.asks,
        "commonness.txt" => &mut texts.commonness,
        "cues.toml" => &mut texts.cues,
        "pdf/cards.toml" => &mut themes.cards,
        "pdf/cheatsheet.toml" => &mut themes.cheatsheet,
        "pdf/colours.toml" => &mut themes.colours,
        "pdf/handbook.toml" => &mut themes.handbook,
        "synonyms.toml" => &mut texts.synonyms,
        "topics.toml" => &mut texts.topics,
        _ => return None,
    })
}

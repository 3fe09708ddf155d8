//! How the pages look: little colour, and none that alone tells something.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationErrorStyle, Format,
    FormatAlign, FormatBorder, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr as _;

/// Height of a line of the font that workbooks come with (Calibri 11), in points.
const LINE: f64 = 15.0;

/// A row shows no more lines at once: spreadsheets scroll by rows.
const MOST_LINES: usize = 16;

/// The names of columns.
pub fn header() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(0xD9_E1_EA)
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Top)
}

/// Text as it is typed, its lines in sight.
pub fn text() -> Format {
    // `@` tells spreadsheets to take what is typed here for text.
    Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top)
}

/// Shows the cells from row 1 to `last` of `column` that say a word in a shade of their own, and bold, slanted or
/// struck out, so that a printer without colours tells them apart too.
///
/// # Errors
/// When there is no such cell.
pub fn shade(page: &mut Worksheet, column: u16, last: u32) -> Result<(), XlsxError> {
    let approved = Format::new().set_bold().set_font_color(0x1E_4E_2B).set_background_color(0xDD_EF_DF);
    let rejected =
        Format::new().set_font_strikethrough().set_font_color(0x7A_1F_1F).set_background_color(0xF3_D3_D0);
    let open = Format::new().set_italic().set_font_color(0x4A_3A_00).set_background_color(0xFF_E3_9E);
    for (word, format) in [("approved", approved), ("rejected", rejected), ("open", open)] {
        let rule = ConditionalFormatCellRule::EqualTo(word.to_owned());
        let shade = ConditionalFormatCell::new().set_rule(rule).set_format(format);
        page.add_conditional_format(1, column, last, column, &shade)?;
    }
    Ok(())
}

/// Offers `words` in the cells from row 1 to `last` of `column`, and takes no other.
///
/// # Errors
/// When there is no such cell.
pub fn offer(page: &mut Worksheet, column: u16, last: u32, words: &[&str]) -> Result<(), XlsxError> {
    let message = format!("Choose {}, or leave the cell empty.", words.join(" or "));
    let offer = DataValidation::new()
        .allow_list_strings(words)?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("Not one of the words")?
        .set_error_message(message)?;
    page.add_data_validation(1, column, last, column, &offer)?;
    Ok(())
}

/// The height in points of a row whose cells say these texts, each in a column of a width in characters.
pub fn height<'a>(cells: impl IntoIterator<Item = (&'a str, f64)>) -> f64 {
    let lines = cells.into_iter().map(|(text, width)| lines(text, width as usize)).max().unwrap_or_default();
    // Where the font is missing, another stands in that is a little taller.
    LINE * lines.clamp(1, MOST_LINES) as f64 + 3.0
}

/// How many lines `text` takes in a column of `width` characters, of those that a row shows.
fn lines(text: &str, width: usize) -> usize {
    let rows = text.split('\n').take(MOST_LINES).map(|line| line.width().div_ceil(width.max(1)).max(1));
    rows.sum()
}

//! Review sheets read back: as they were written, as spreadsheets leave them, and as nobody should send them.

use std::io::{Cursor, Read as _, Write as _};
use std::time::Instant;

use deckpress::model::{Collection, Severity, Stamp};
use deckpress::render::sheet::rows;
use deckpress::review::read::{MOST_BYTES, Sheet, read};
use deckpress::sheet::pairs::PairColumn;
use deckpress::sheet::{Column, Columns, Delimiter, Options, PerRow, cell};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::sheet::{NOTES, artifact_as, collection, guid};

#[test]
fn a_sheet_reads_back_as_it_was_written() {
    let collection = collection();
    for delimiter in Delimiter::ALL {
        for bom in [true, false] {
            let bytes = csv(&Options { delimiter, bom, ..Options::DEFAULT });
            holds(&read(&bytes, "review.csv").unwrap(), &collection, PerRow::Note, &Column::ALL);
        }
    }
    let bytes = artifact_as("xlsx", &collection, Options::DEFAULT);
    let sheet = read(&bytes, "review.xlsx").unwrap();
    holds(&sheet, &collection, PerRow::Note, &Column::ALL);
    assert_eq!(sheet.format, "workbook, page `review`");
    assert!(sheet.pairs.is_empty(), "nothing is decided yet");
}

#[test]
fn columns_and_rows_are_those_of_the_configuration() {
    let names = ["base", "answer", "id", "question"];
    let columns = Columns::try_from(names.map(str::to_owned).to_vec()).unwrap();
    let options = Options { columns, rows: PerRow::Entry, ..Options::DEFAULT };
    let expected = [Column::Base, Column::Answer, Column::Id, Column::Question];
    for writer in ["csv", "xlsx"] {
        let sheet = read(&artifact_as(writer, &collection(), options.clone()), "review").unwrap();
        holds(&sheet, &collection(), PerRow::Entry, &expected);
    }
}

#[test]
fn encodings_are_told_by_what_the_rows_held() {
    let mut collection = collection();
    for (note, text) in collection.notes.iter_mut().zip(["Größe", "naïve café", "señor", "Zürich – Genève"])
    {
        note.stamp.comment = text.to_owned();
    }
    let columns = ["id", "comment", "base"].map(str::to_owned).to_vec();
    let options = Options { columns: Columns::try_from(columns).unwrap(), bom: false, ..Options::DEFAULT };
    collection.notes.truncate(4);
    let text = String::from_utf8(artifact_as("csv", &collection, options)).unwrap();
    let expected = [Column::Id, Column::Comment, Column::Base];
    let utf16 = |units: &mut dyn Iterator<Item = u16>, bytes: fn(u16) -> [u8; 2]| {
        units.flat_map(bytes).collect::<Vec<u8>>()
    };
    let with_mark = || ['\u{feff}' as u16].into_iter().chain(text.encode_utf16());
    let roman = |text: &str| encoding_rs::MACINTOSH.encode(text).0.into_owned();
    for (bytes, name) in [
        (text.clone().into_bytes(), "UTF-8"),
        (utf16(&mut with_mark(), u16::to_le_bytes), "UTF-16LE"),
        (utf16(&mut with_mark(), u16::to_be_bytes), "UTF-16BE"),
        (utf16(&mut text.encode_utf16(), u16::to_le_bytes), "UTF-16LE"),
        (encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(), "windows-1252"),
        (roman(&text), "macintosh"),
    ] {
        let sheet = read(&bytes, "review.csv").unwrap();
        holds(&sheet, &collection, PerRow::Note, &expected);
        assert_eq!(sheet.format, format!("text in {name}, cells parted by `,`"));
    }
}

#[test]
fn what_spreadsheets_do_to_a_sheet_is_no_edit() {
    let text = String::from_utf8(csv(&Options { bom: false, ..Options::DEFAULT })).unwrap();
    let padded: String = records(&text).iter().map(|row| line(row, ",") + ",,\r\n").collect();
    let bare: String = records(&text)
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| if cell.contains(['"', ',', '\n', '\r']) { quoted(cell) } else { cell.clone() })
        })
        .map(|cells| cells.collect::<Vec<_>>().join(",") + "\n")
        .collect();
    let empty = ",".repeat(Column::COUNT - 1) + "\r\n";
    let header = Column::ALL.map(Column::name).map(quoted).join(",");
    let loud =
        Column::ALL.map(|column| quoted(format!(" {} ", column.name().to_uppercase().replace('_', " "))));
    let title = |text: &str| format!("{text}\r\n");
    for (name, changed) in [
        ("trailing empty rows", text.clone() + &empty.repeat(2000)),
        ("a padded header", padded),
        ("quotes only where needed", bare),
        ("a title above", title("Review of Friday,,,") + &empty + &text),
        ("sep= above", title("sep=,") + &text),
        ("names in capitals", text.replacen(&header, &loud.join(","), 1)),
        ("no end of line at the end", text.trim_end().to_owned()),
    ] {
        let sheet = read(changed.as_bytes(), "review.csv").unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(sheet.columns, Column::ALL, "{name}");
        assert_eq!(sheet.rows.len(), NOTES, "{name}");
        for row in &sheet.rows {
            for column in Column::ALL {
                assert_eq!(row.is_edited(column), Some(false), "{name}: {column:?} of row {}", row.line);
            }
        }
        assert!(sheet.remarks.is_empty(), "{name}: {:?}", sheet.remarks);
    }
}

#[test]
fn garbled_text_is_put_right_by_what_the_rows_held() {
    let mut collection = collection();
    collection.notes.truncate(4);
    for (note, text) in collection.notes.iter_mut().zip(["Größe über alles", "naïve café", "plain", "señor"])
    {
        note.stamp.comment = text.to_owned();
    }
    let columns = ["id", "comment", "base"].map(str::to_owned).to_vec();
    let options = Options { columns: Columns::try_from(columns).unwrap(), bom: false, ..Options::DEFAULT };
    let text =
        String::from_utf8(artifact_as("csv", &collection, options)).unwrap().replace("plain", "edited: für");
    let (garbled, ..) = encoding_rs::WINDOWS_1252.decode(text.as_bytes());
    let sheet = read(garbled.as_bytes(), "review.csv").unwrap();
    let said: Vec<_> = sheet.rows.iter().map(|row| row.cell(Column::Comment).unwrap()).collect();
    assert_eq!(said, ["Größe über alles", "naïve café", "edited: für", "señor"]);
    let edited: Vec<_> = sheet.rows.iter().map(|row| row.is_edited(Column::Comment)).collect();
    assert_eq!(edited, [Some(false), Some(false), Some(true), Some(false)]);
    assert!(
        sheet.remarks[0].message.starts_with("garbled text was put right, in 3 cells"),
        "{:?}",
        sheet.remarks
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_text_reads_back_from_any_sheet(
        texts in prop::collection::vec(
            prop_oneof![r"\PC{0,40}", r#"['"=+@;,|\t\r\n _x0041-]{0,12}"#, "(_x[0-9A-F]{4}_){1,2}"],
            1..6,
        ),
    ) {
        let mut collection = collection();
        collection.notes.truncate(texts.len());
        collection.doubts.clear();
        for (note, text) in collection.notes.iter_mut().zip(&texts) {
            note.stamp = Stamp { comment: text.clone(), ..note.stamp.clone() };
            note.draft.tags = vec![text.clone()];
        }
        for (writer, delimiter) in Delimiter::ALL.map(|delimiter| ("csv", delimiter)).into_iter().chain([("xlsx", Delimiter::Comma)]) {
            let bytes = artifact_as(writer, &collection, Options { delimiter, ..Options::DEFAULT });
            let sheet = read(&bytes, "review").unwrap();
            prop_assert!(sheet.remarks.is_empty(), "{:?}", sheet.remarks);
            prop_assert_eq!(sheet.rows.len(), texts.len());
            for (row, text) in sheet.rows.iter().zip(&texts) {
                let text = cell::shortened(text);
                prop_assert_eq!(row.cell(Column::Comment), Some(text.as_ref()), "{}", writer);
                prop_assert_eq!(row.cell(Column::Tags), Some(text.as_ref()), "{}", writer);
                prop_assert_eq!(row.is_edited(Column::Comment), Some(false));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn damage_is_told_or_harmless(
        part in any::<prop::sample::Index>(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut collection = collection();
        collection.notes.truncate(3);
        let book = artifact_as("xlsx", &collection, Options::DEFAULT);
        let mut archive = zip::ZipArchive::new(Cursor::new(&book)).unwrap();
        let mut parts: Vec<(String, Vec<u8>)> = (0..archive.len()).map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        }).collect();
        let at = part.index(parts.len());
        let mut text = artifact_as("csv", &collection, Options::DEFAULT);
        for (place, byte) in hits {
            let inside = place.index(parts[at].1.len());
            parts[at].1[inside] = byte;
            let inside = place.index(text.len());
            text[inside] = byte;
        }
        let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        for bytes in [book_of(&parts), text, noise.clone(), [b"PK\x03\x04".to_vec(), noise].concat()] {
            if let Ok(sheet) = read(&bytes, "review") {
                prop_assert!(sheet.rows.len() <= 3);
            }
        }
    }
}

/// The sheets that nobody should send, each with what is said of it.
#[test]
fn hostile_sheets_are_told_and_nothing_of_them_is_taken() {
    let text = String::from_utf8(csv(&Options { bom: false, ..Options::DEFAULT })).unwrap();
    let table = records(&text);
    let edit = |change: &dyn Fn(&mut Vec<Vec<String>>)| {
        let mut table = table.clone();
        change(&mut table);
        table.iter().map(|row| line(row, ",") + "\r\n").collect::<String>().into_bytes()
    };
    let at = |column: Column| column as usize;
    let set = |row: usize, column: Column, text: &str| {
        let text = text.to_owned();
        edit(&move |table| table[row][at(column)] = text.clone())
    };
    let bytes = |text: &str| text.as_bytes().to_vec();
    let many = |count: usize| {
        let row = format!("\"{}\",x\n", guid(0));
        bytes(&format!("id,comment\n{}", row.repeat(count)))
    };
    let mut cases: Vec<(&str, Vec<u8>, &str)> = vec![
        // What is no sheet.
        ("nothing", Vec::new(), "it is empty"),
        ("blanks", bytes(" \r\n\r\n  "), "it is empty"),
        ("a byte order mark alone", bytes("\u{feff}"), "it is empty"),
        ("prose", bytes("Dear reviewers,\nplease look at this."), "it opens with `Dear reviewers`"),
        ("another table", bytes("name,price\nmilk,1\n"), "it opens with `name`, `price`"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\0".to_vec(), "it looks like a PNG image"),
        ("a PDF", bytes("%PDF-1.7\n..."), "it looks like a PDF"),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0".to_vec(), "an old office document"),
        ("a web page", bytes("<html><table><tr><td>id</td></tr></table></html>"), "it is a web page or XML"),
        ("XML", bytes("<?xml version=\"1.0\"?><Workbook/>"), "it is a web page or XML"),
        ("a model", bytes("{\"schema_version\": 1}"), "none of its first rows names the column `id`"),
        ("NUL bytes", vec![0; 4096], "it looks like data with NUL bytes"),
        (
            "control characters",
            (1..9).cycle().take(4096).collect(),
            "it looks like data with control characters",
        ),
        ("a header of one column", bytes("id\nx\n"), "none of its first rows names the column `id`"),
        (
            "no column id",
            edit(&|table| table[0][0] = "key".to_owned()),
            "names the column `id` and another one",
        ),
        ("a header far below", bytes(&("x,y\n".repeat(50) + &text)), "none of its first rows"),
        ("a line of 100 MB", vec![b'x'; 100 << 20], "none of its first rows"),
        ("100 MB of delimiters", vec![b','; 100 << 20], "it holds nothing"),
        (
            "100 MB in quotation marks",
            [b"\"".to_vec(), vec![b'x'; 100 << 20]].concat(),
            "none of its first rows",
        ),
        ("too many bytes", vec![b'x'; MOST_BYTES + 1], "it has 128 MB, and 128 are read"),
        ("a million rows", many(1_000_000), "it has more than 250000 rows"),
        (
            "too many cells",
            bytes(&format!("id,comment\n{}", "x,".repeat(8_000_001))),
            "more than 8000000 cells",
        ),
        // Workbooks.
        ("a zip of nothing", book_of(&[]), "as a workbook it cannot be read"),
        ("half a zip", book_of(&[("a", b"aaaa")])[..20].to_vec(), "as a workbook it cannot be read"),
        ("a zip of something else", book_of(&[("a.txt", b"a")]), "as a workbook it cannot be read"),
        (
            "OpenDocument",
            book_of(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
            "it is an OpenDocument file",
        ),
        ("a zip bomb", bomb(), "unpacked it is larger than 1024 MB"),
        ("too many parts", parts(10_001), "it has more than 10000 parts"),
        (
            "a promise of texts",
            workbook(&shared("99999999999999", "<si><t>id</t></si>"), ""),
            "promises more texts than it holds",
        ),
        (
            "a damaged page",
            workbook(&shared("1", ""), "<row r=\"1\"><c r=\"A1\""),
            "as a workbook it cannot be read",
        ),
        ("an empty page", workbook(&shared("1", ""), ""), "it holds nothing"),
        (
            "a cell at the far end alone",
            workbook(&shared("1", ""), "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v>x</v></c></row>"),
            "it opens with `x`",
        ),
        (
            "a long text that many cells share",
            workbook(
                &shared("1", &format!("<si><t>{}</t></si>", "x".repeat(1 << 20))),
                &(1..=600)
                    .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
                    .collect::<String>(),
            ),
            "more than 512 MB of text",
        ),
    ];
    let id = guid(1);
    cases.extend([
        // What is wrong with ids.
        ("an id made a number", set(2, Column::Id, "1.23E+05"), "row 3, `id`: `1.23e+05` is no id"),
        ("an id made a date", set(2, Column::Id, "02. Jan"), "row 3, `id`: `02. jan` is no id"),
        ("an id made an error", set(2, Column::Id, "#NAME?"), "row 3, `id`: `#name?` is no id"),
        ("an id made a formula", set(2, Column::Id, &format!("={id}")), "is no id"),
        ("a short id", set(2, Column::Id, &id[..6]), "is no id"),
        ("an id cut away", set(2, Column::Id, ""), "row 3, `id`: the row has no id"),
        ("an id of another", set(2, Column::Id, &guid(7)), "the cells beside the id"),
        (
            "an id in two rows that differ",
            edit(&|table| {
                let mut copy = table[2].clone();
                copy[Column::Comment as usize] = "another".to_owned();
                table.push(copy);
            }),
            "stands in row 3 too, and the two rows differ",
        ),
        (
            "a new row",
            edit(&|table| {
                let mut row = vec![String::new(); Column::COUNT];
                row[Column::Question as usize] = "What is new?".to_owned();
                table.push(row);
            }),
            "the row has no id",
        ),
        (
            "ids sorted alone",
            edit(&|table| {
                let first = table[1][0].clone();
                for row in 1..NOTES {
                    table[row][0] = table[row + 1][0].clone();
                }
                table[NOTES][0] = first;
            }),
            "row 2, `id`: the cells beside the id",
        ),
        (
            "a huge id",
            set(2, Column::Id, &"n".repeat(1 << 20)),
            "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…` is no id",
        ),
        // What is wrong with columns.
        (
            "swapped names",
            edit(&|table| table[0].swap(Column::Tags as usize, Column::Comment as usize)),
            "`tags` and `comment` are swapped",
        ),
        (
            "swapped cells",
            edit(&|table| {
                for row in &mut table[1..] {
                    row.swap(Column::Companies as usize, Column::Answer as usize);
                }
            }),
            "`answer` and `companies` are swapped",
        ),
        (
            "a name twice",
            edit(&|table| table[0][Column::Flags as usize] = "Answer".to_owned()),
            "`answer`: two columns are called `answer`",
        ),
        (
            "a name misspelt",
            edit(&|table| table[0][Column::Answer as usize] = "anwser".to_owned()),
            "the column `anwser` is none of a review sheet",
        ),
        (
            "a base cut away",
            set(2, Column::Base, ""),
            "row 3, `base`: what the row held when the sheet was written cannot be read",
        ),
        ("a base made another", set(2, Column::Base, "note id:zz"), "cannot be read"),
        (
            "cells shifted by one",
            edit(&|table| {
                table[2].insert(5, String::new());
            }),
            "row 3, `base`",
        ),
        ("rows cut short", edit(&|table| table[2].truncate(6)), "row 3, `base`"),
        // What is wrong with the text.
        (
            "a quotation mark that never closes",
            bytes(&text.replacen("\"plain\"", "\"plain", 1)),
            "a quotation mark is missing or is one too many",
        ),
        (
            "broken UTF-8",
            {
                let mut bytes = bytes(&text);
                let end = bytes.len() - 40;
                bytes.splice(end..end, [0xff, 0xfe, 0xff]);
                bytes
            },
            "places are not UTF-8",
        ),
        ("half the file", text.as_bytes()[..text.len() / 2].to_vec(), ""),
    ]);
    assert!(cases.len() >= 50, "{}", cases.len());
    let start = Instant::now();
    for (name, bytes, said) in cases {
        let begun = Instant::now();
        let told = match read(&bytes, "review.csv") {
            Err(error) => error.to_string(),
            Ok(sheet) => errors(&sheet),
        };
        assert!(!told.is_empty() && told.contains(said), "{name}: `{said}` is not in:\n{told}");
        assert!(told.len() < 2000 || name == "ids sorted alone", "{name}: {} bytes", told.len());
        assert!(begun.elapsed().as_secs() < 30, "{name} took {:?}", begun.elapsed());
    }
    println!("hostile sheets took {:?}", start.elapsed());
}

#[test]
fn cells_that_cannot_be_taken_are_left_out_and_told() {
    let text = String::from_utf8(csv(&Options { bom: false, ..Options::DEFAULT })).unwrap();
    let mut table = records(&text);
    table[1][Column::Answer as usize] = "#NAME?".to_owned();
    table[2][Column::Answer as usize] = "Err:508".to_owned();
    // The last two notes are beyond the limits of a cell.
    table[NOTES - 1][Column::Comment as usize].insert_str(0, "edited ");
    let cut = table[NOTES][Column::Comment as usize].replace(cell::SHORTENED, "");
    table[NOTES][Column::Comment as usize] = cut;
    let text: String = table.iter().map(|row| line(row, ";") + "\r\n").collect();
    let sheet = read(text.as_bytes(), "review.csv").unwrap();
    assert_eq!(sheet.rows.len(), NOTES);
    for (row, column) in
        [(0, Column::Answer), (1, Column::Answer), (NOTES - 2, Column::Comment), (NOTES - 1, Column::Comment)]
    {
        assert_eq!(sheet.rows[row].cell(column), None, "{column:?} of row {row}");
        assert_eq!(sheet.rows[row].is_edited(column), Some(false));
    }
    let said: Vec<String> = sheet.remarks.iter().map(told).collect();
    assert_eq!(
        said,
        [
            "row 2, `answer`: the cell holds the error #NAME?, and was left out".to_owned(),
            "row 3, `answer`: the cell holds the error Err:508, and was left out".to_owned(),
            format!(
                "row {NOTES}, `comment`: the cell holds only the start of its text, so that its edit was left out"
            ),
            format!(
                "row {}, `comment`: the cell holds only the start of its text, so that its edit was left out",
                NOTES + 1
            ),
        ]
    );
    assert!(sheet.remarks.iter().all(|remark| remark.severity == Severity::Warning));
}

#[test]
fn a_page_of_pairs_goes_with_a_review() {
    let cells = PairColumn::ALL.map(|column| format!("<c t=\"str\"><v>{}</v></c>", column.name()));
    let alone = workbook(&shared("0", ""), &format!("<row r=\"1\">{}</row>", cells.concat()));
    let told = read(&alone, "review.xlsx").unwrap_err().to_string();
    assert!(told.contains("it opens with `decision`, `score`"), "{told}");
}

#[test]
fn a_sheet_without_its_base_is_read_and_told() {
    let text = String::from_utf8(csv(&Options { bom: false, ..Options::DEFAULT })).unwrap();
    let mut table = records(&text);
    table.iter_mut().for_each(|row| row.truncate(Column::COUNT - 1));
    table[1][Column::Answer as usize] = "'=1\r\n2".to_owned();
    let text: String = table.iter().map(|row| line(row, ",") + "\r\n").collect();
    let sheet = read(text.as_bytes(), "review.csv").unwrap();
    assert_eq!(sheet.rows.len(), NOTES);
    assert_eq!(
        sheet.rows[0].cell(Column::Answer),
        Some("=1\n2"),
        "the guard goes, and so do carriage returns"
    );
    assert_eq!(sheet.rows[0].is_edited(Column::Answer), None, "nobody knows");
    assert_eq!(sheet.rows[0].is_edited(Column::Base), Some(false), "there is none");
    assert!(sheet.remarks[0].message.starts_with("the column `base` is missing"), "{:?}", sheet.remarks);
}

#[test]
fn a_workbook_is_the_same_on_every_run() {
    let first = artifact_as("xlsx", &collection(), Options::DEFAULT);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let second = pool.install(|| artifact_as("xlsx", &collection(), Options::DEFAULT));
    assert!(first == second);
}

/// `sheet` holds the rows of `collection`, unedited.
pub fn holds(sheet: &Sheet, collection: &Collection, per: PerRow, columns: &[Column]) {
    assert!(sheet.remarks.is_empty(), "{:?}", sheet.remarks);
    assert_eq!(sheet.columns, columns);
    let rows = rows(collection, per);
    assert_eq!(sheet.rows.len(), rows.len());
    for (index, (read, row)) in sheet.rows.iter().zip(&rows).enumerate() {
        assert_eq!(read.line, index + 2);
        assert_eq!(read.id, row.text(Column::Id));
        assert_eq!(read.base.as_ref().map(|base| base.row), Some(per));
        for &column in columns {
            let shown = row.cell(column);
            let expected = (!cell::is_shortened(&shown)).then_some(shown.as_ref());
            assert_eq!(read.cell(column), expected, "{column:?} of row {}", read.line);
            assert_eq!(read.is_edited(column), Some(false), "{column:?} of row {}", read.line);
        }
    }
}

fn csv(options: &Options) -> Vec<u8> {
    artifact_as("csv", &collection(), options.clone())
}

/// The errors of a sheet, a line each.
fn errors(sheet: &Sheet) -> String {
    let errors = sheet.remarks.iter().filter(|remark| remark.severity == Severity::Error);
    errors.map(told).collect::<Vec<_>>().join("\n")
}

fn told(remark: &deckpress::review::read::Remark) -> String {
    let row = remark.line.map(|line| format!("row {line}"));
    let column = remark.column.map(|column| format!("`{}`", column.name()));
    let place = row.into_iter().chain(column).collect::<Vec<_>>().join(", ");
    if place.is_empty() { remark.message.clone() } else { format!("{place}: {}", remark.message) }
}

fn records(text: &str) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).into_records();
    reader.map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn quoted(cell: impl AsRef<str>) -> String {
    format!("\"{}\"", cell.as_ref().replace('"', "\"\""))
}

fn line(row: &[String], delimiter: &str) -> String {
    row.iter().map(quoted).collect::<Vec<_>>().join(delimiter)
}

fn book_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// 2 GB in 2 MB.
fn bomb() -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..2048).for_each(|_| archive.write_all(&zeros).unwrap());
    archive.finish().unwrap().into_inner()
}

fn parts(count: usize) -> Vec<u8> {
    let names: Vec<String> = (0..count).map(|number| number.to_string()).collect();
    book_of(&names.iter().map(|name| (name.as_str(), b"".as_slice())).collect::<Vec<_>>())
}

fn shared(count: &str, items: &str) -> String {
    format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" uniqueCount=\"{count}\">{items}</sst>"
    )
}

/// A workbook of one page.
fn workbook(shared: &str, rows: &str) -> Vec<u8> {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let book = format!(
        "<workbook {MAIN} xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"review\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships {PACKAGE}><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = format!(
        "<Relationships {PACKAGE}><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let page = format!("<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>");
    book_of(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", page.as_bytes()),
    ])
}

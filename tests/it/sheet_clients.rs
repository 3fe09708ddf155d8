//! Review sheets in the programs that people open them with: LibreOffice, Python's `csv`, and openpyxl.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use deckpress::model::Collection;
use deckpress::review::read::read;
use deckpress::sheet::{Column, Options, PerRow};
use serde_json::Value;

use crate::clients;
use crate::sheet::{NOTES, artifact_as, collection, guid};
use crate::sheet_read::holds;

#[test]
fn openpyxl_finds_a_workbook_to_review() {
    if clients::left_out("openpyxl_finds_a_workbook_to_review") {
        return;
    }
    let folder = folder("openpyxl");
    let file = folder.join("review.xlsx");
    fs::write(&file, artifact_as("xlsx", &collection(), Options::DEFAULT)).unwrap();
    let edited = folder.join("edited.xlsx");
    let said: Value = serde_json::from_str(&clients::python("sheet_workbook.py", &[&file, &edited])).unwrap();
    assert_eq!(said["pages"], serde_json::json!(["review", "summary", "pairs"]));
    assert_eq!(said["types"], serde_json::json!(["s"]), "text cells only");
    assert_eq!(said["frozen"], "A2");
    assert_eq!(said["filter"], format!("A1:O{}", NOTES + 1));
    assert_eq!(said["protected"], false);
    assert_eq!(said["hidden"], serde_json::json!(["O"]), "the base alone");
    let offered: BTreeMap<String, String> = serde_json::from_value(said["offered"].clone()).unwrap();
    let last = NOTES + 1;
    assert_eq!(offered[&format!("B2:B{last}")], "\"approved,rejected\"");
    assert_eq!(offered[&format!("C2:C{last}")], "\"ready,open,rejected\"");
    assert_eq!(offered[&format!("E2:E{last}")], "\"easy,medium,hard\"");
    assert_eq!(said["pair_offered"], "\"same,different\"");
    assert_eq!(
        said["total"],
        serde_json::json!(["all", NOTES, 0, NOTES, 0, 0, NOTES.div_ceil(2), NOTES / 2, 1, 0])
    );
    assert!(
        said["heights"]
            .as_array()
            .unwrap()
            .iter()
            .all(|height| (18.0..=243.0).contains(&height.as_f64().unwrap()))
    );

    // As saved by openpyxl, with edits.
    let sheet = read(&fs::read(&edited).unwrap(), "edited.xlsx").unwrap();
    assert!(sheet.remarks.is_empty(), "{:?}", sheet.remarks);
    let edits: Vec<_> = sheet
        .rows
        .iter()
        .flat_map(|row| Column::ALL.into_iter().map(move |column| (row, column)))
        .filter(|(row, column)| row.is_edited(*column) == Some(true))
        .map(|(row, column)| (row.line, column, row.cell(column).unwrap().to_owned()))
        .collect();
    assert_eq!(
        edits,
        [
            (2, Column::Review, "rejected".to_owned()),
            (3, Column::Question, "What is 2 + 2?".to_owned()),
            (4, Column::Brief, "=A1 is a formula".to_owned()),
        ]
    );
    let pairs: Vec<_> =
        sheet.pairs.iter().map(|pair| (pair.line, pair.ids.clone(), pair.decision.word())).collect();
    assert_eq!(pairs, [(2, [guid(0)[..6].to_owned(), guid(2)[..6].to_owned()], "same")]);
}

#[test]
fn python_writes_a_sheet_that_reads_back() {
    if clients::left_out("python_writes_a_sheet_that_reads_back") {
        return;
    }
    let folder = folder("python-csv");
    let file = folder.join("review.csv");
    fs::write(&file, artifact_as("csv", &collection(), Options::DEFAULT)).unwrap();
    clients::python("sheet_rewrite.py", &[&file, &folder]);
    for name in ["semicolons.csv", "tabs.csv", "minimal.csv"] {
        let sheet = read(&fs::read(folder.join(name)).unwrap(), name).unwrap();
        holds(&sheet, &collection(), PerRow::Note, &Column::ALL);
    }
}

#[test]
fn libreoffice_leaves_every_cell_as_it_was() {
    if clients::left_out("libreoffice_leaves_every_cell_as_it_was") {
        return;
    }
    let Some(office) = office() else { return };
    let folder = folder("libreoffice");
    let mut collection = collection();
    // LibreOffice 7.4 breaks a line of more than 16,384 characters in two.
    collection.notes.remove(NOTES - 2);
    // Filter options of text: delimiter, quote, character set (76 is UTF-8), first line, columns, language, quote all.
    let text =
        |delimiter: char| format!("csv:Text - txt - csv (StarCalc):{},34,76,1,,0,true", u32::from(delimiter));
    let check = |made: &Path, collection: &Collection| {
        let name = made.display().to_string();
        let sheet = read(&fs::read(made).unwrap(), &name).unwrap();
        println!("{name}: {}", sheet.format);
        holds(&sheet, collection, PerRow::Note, &Column::ALL);
    };
    let sheets = |name: &str, collection: &Collection| {
        let files = [("csv", "text.csv"), ("xlsx", "book.xlsx")];
        files.map(|(writer, file)| {
            fs::create_dir_all(folder.join(name)).unwrap();
            let path = folder.join(name).join(file);
            fs::write(&path, artifact_as(writer, collection, Options::DEFAULT)).unwrap();
            path
        })
    };
    let [csv, xlsx] = sheets("direct", &collection);
    for (from, to) in [(&csv, "xlsx"), (&csv, &text(';')), (&xlsx, &text(',')), (&xlsx, "xlsx")] {
        check(&convert(&office, from, to, &folder), &collection);
    }
    // Its OpenDocument files lose the tabs inside of cells.
    collection.notes.retain(|note| !note.stamp.comment.contains('\t'));
    for from in sheets("through OpenDocument", &collection) {
        let ods = convert(&office, &from, "ods", &folder);
        for to in [&text('\t'), &text('|'), "xlsx"] {
            check(&convert(&office, &ods, to, &folder), &collection);
        }
    }
}

/// Converts `file` in LibreOffice, and says where the result stands.
fn convert(office: &str, file: &Path, to: &str, folder: &Path) -> PathBuf {
    let extension = to.split(':').next().unwrap();
    let out = file.with_extension(format!("{}-as-{extension}", file.extension().unwrap().display()));
    // A profile of its own: another that runs would take the work and say nothing.
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    // Our text files: comma, quote, UTF-8, all columns as text, as the docs tell people to open them.
    let columns: Vec<String> = (1..=Column::COUNT).map(|column| format!("{column}/2")).collect();
    let import = format!("--infilter=Text - txt - csv (StarCalc):44,34,76,1,{}", columns.join("/"));
    let mut command = Command::new(office);
    command.args([profile.as_str(), "--headless"]);
    if file.extension().is_some_and(|extension| extension == "csv") {
        command.arg(import);
    }
    let output = command
        .args(["--convert-to", to, "--outdir"])
        .arg(&out)
        .arg(file)
        .output()
        .expect("LibreOffice runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    out.join(file.with_extension(extension).file_name().unwrap())
}

/// LibreOffice, where it is there.
fn office() -> Option<String> {
    let found = ["soffice", "libreoffice"].into_iter().find(|name| {
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    });
    assert!(found.is_some() || std::env::var_os("CI").is_none(), "LibreOffice belongs to what CI tests with");
    if found.is_none() {
        println!("left out, no LibreOffice on the PATH: libreoffice_leaves_every_cell_as_it_was");
    }
    found.map(str::to_owned)
}

/// An empty folder for the files of one test.
fn folder(name: &str) -> PathBuf {
    let folder = clients::target_folder().join("sheets").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("a folder of ours");
    }
    fs::create_dir_all(&folder).expect("the target folder is writable");
    folder
}

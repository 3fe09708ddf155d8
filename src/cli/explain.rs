//! `deckpress explain`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Effects, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{CONTENT, consent, diagnostics, fail};
use crate::config::{self, Config, Flags, Typed};
use crate::explain::{Explanation, Part, Question, Range, Taken};
use crate::model::Diagnostic;
use crate::pipeline::{self, ExplainError, Explained};

/// Tell what a document was read as, and why.
///
/// Shows syntax and encoding with the evidence, the rules that found questions, and what every line was
/// taken for. With a line number, all about the lines around it, and how to write them as a question.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  deckpress explain source/notes.md       what every line of the document was taken for
  deckpress explain source/notes.md:120   why line 120 became what it became
  deckpress explain notes.md:120          the same, by the name that diagnostics use")]
pub struct Args {
    /// A document, perhaps with the number of a line: a path, or its name among the sources
    #[arg(value_name = "FILE[:LINE]")]
    file: String,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
    /// Let readers of deckpress.toml run their commands, without asking
    #[arg(long)]
    allow_commands: bool,
}

/// The screen is taken to be so wide.
const WIDTH: usize = 100;
/// Columns of the names of fields.
const INDENT: usize = 10;
/// Columns of what ranges are called, at most.
const NAMES: usize = 18;

const TITLE: Style = Style::new().effects(Effects::BOLD);
const FAINT: Style = Style::new().effects(Effects::DIMMED);
const READY: Style = AnsiColor::Green.on_default();
const OPEN: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);

/// Explains, and prints it.
pub fn run(args: &Args) -> ExitCode {
    let (file, line) = place(&args.file);
    let flags = Flags { allow_commands: args.allow_commands, reads_only: true, ..Flags::default() };
    let config = Typed::read(Path::new(config::FILE)).and_then(|typed| Config::new(typed, flags));
    let mut config = match config {
        Ok(config) => config,
        Err(error) => return fail(&error),
    };
    consent::ask(&mut config);
    let explained = match pipeline::explain(&file, line, &config) {
        Ok(explained) => explained,
        Err(ExplainError::Refused(diagnostic)) => {
            diagnostics::print([&*diagnostic], &[]);
            return ExitCode::from(CONTENT);
        }
        Err(error) => return fail(&error),
    };
    if let Some(line) = line {
        let lines = explained.explanation.lines;
        if !(1..=lines).contains(&line) {
            let lines = if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") };
            return fail(&format!("`{}` has {lines}; there is no line {line}", file.display()));
        }
    }
    if args.json {
        return json(&explained.explanation);
    }
    match line {
        Some(line) => one_line(&explained, line),
        None => whole(&explained),
    }
    ExitCode::SUCCESS
}

fn json(explanation: &Explanation) -> ExitCode {
    match serde_json::to_string_pretty(explanation) {
        Ok(text) => println!("{text}"),
        Err(error) => return fail(&error),
    }
    ExitCode::SUCCESS
}

/// Parts `FILE:LINE`, also `FILE:LINE:COLUMN` as compilers write it.
fn place(typed: &str) -> (PathBuf, Option<usize>) {
    let number = |text: &str| {
        text.rsplit_once(':').and_then(|(file, line)| Some((file.to_owned(), line.parse().ok()?)))
    };
    match number(typed) {
        None => (PathBuf::from(typed), None),
        Some((file, last)) => match number(&file) {
            Some((file, line)) => (PathBuf::from(file), Some(line)),
            None => (PathBuf::from(file), Some(last)),
        },
    }
}

/// The whole document.
fn whole(explained: &Explained) {
    let explanation = &explained.explanation;
    println!("{TITLE}{}{TITLE:#}\n", explanation.document);
    about(explanation);
    if !explanation.rules.is_empty() {
        rules(explanation);
    }
    println!();
    let digits = 2 * explanation.lines.to_string().len() + 1;
    let names = explanation.ranges.iter().map(|range| name(range).0.width()).max().unwrap_or(0);
    for range in &explanation.ranges {
        summary(range, (digits, names.min(NAMES)));
    }
    let told: Vec<&Diagnostic> =
        explained.collection.diagnostics.iter().filter(|told| told.code != "repaired-text").collect();
    if !told.is_empty() {
        println!();
        diagnostics::print(told, &explained.collection.documents);
    }
}

/// Syntax, encoding, repairs, sums.
fn about(explanation: &Explanation) {
    let syntax = &explanation.syntax;
    field("syntax", &format!("{}: {}", syntax.name, syntax.evidence));
    if !syntax.containers.is_empty() {
        let containers = syntax.containers.iter().map(|(name, count)| format!("`{name}` {count}"));
        field("", &format!("containers: {}", containers.collect::<Vec<_>>().join(", ")));
    }
    let encoding = &explanation.encoding;
    field("encoding", &format!("{}: {}", encoding.name, encoding.evidence));
    if !encoding.damaged_lines.is_empty() {
        field("damage", &format!("unreadable bytes on {}", lines_of(&encoding.damaged_lines)));
    }
    let times: usize = encoding.repairs.iter().map(|repair| repair.lines.len()).sum();
    for (at, repair) in encoding.repairs.iter().enumerate() {
        let name = match times {
            _ if at > 0 => String::new(),
            1 => "repair".to_owned(),
            times => format!("{times} repairs"),
        };
        field(
            &name,
            &format!(
                "`{}` was `{}` on {}",
                repair.after,
                repair.before.escape_debug(),
                lines_of(&repair.lines)
            ),
        );
    }
    let sums = &explanation.account;
    let structure: usize = sums.structure.values().sum();
    field(
        "lines",
        &format!(
            "{}: {} in questions, {} in passages, {structure} of structure, {} rejected, {} blank",
            explanation.lines, sums.entries, sums.passages, sums.rejects, sums.blank
        ),
    );
}

fn lines_of(lines: &[usize]) -> String {
    const SHOWN: usize = 8;
    let mut distinct = lines.to_vec();
    distinct.dedup();
    let numbers: Vec<String> = distinct.iter().take(SHOWN).map(usize::to_string).collect();
    let word = if distinct.len() == 1 { "line" } else { "lines" };
    match distinct.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{word} {} and {more} more", numbers.join(", ")),
        _ => format!("{word} {}", numbers.join(", ")),
    }
}

fn rules(explanation: &Explanation) {
    println!("\n{TITLE}{:<12}{:>9}{:>10}{:>8}  looks for{TITLE:#}", "rule", "questions", "answered", "sure");
    for count in &explanation.rules {
        let sure = if count.least_confidence == count.most_confidence {
            format!("{}%", count.least_confidence)
        } else {
            format!("{}-{}%", count.least_confidence, count.most_confidence)
        };
        println!(
            "{:<12}{:>9}{:>10}{sure:>8}  {}",
            count.rule, count.questions, count.answered, count.looks_for
        );
    }
}

/// One or two lines about a range, whose names take so many columns.
fn summary(range: &Range, columns: (usize, usize)) {
    let (digits, names) = columns;
    let lines = lines(range.first_line, range.last_line);
    let (name, style) = name(range);
    let room = WIDTH.saturating_sub(digits + names + 4);
    let Some(question) = &range.question else {
        println!(
            "{lines:>digits$}  {style}{name:<names$}{style:#}  {FAINT}{}{FAINT:#}",
            fitted(&range.text, room)
        );
        return;
    };
    println!("{lines:>digits$}  {style}{name:<names$}{style:#}  {}", fitted(&question.text, room));
    let mut about = vec![format!("{} {}%", question.rule, question.confidence)];
    about.extend(question.parts.iter().filter(|part| part.part != "question").map(part_in_words));
    if question.answer_markdown.is_none() {
        about.push(format!("open: {}", question.open_reason.as_deref().unwrap_or("no answer was found")));
    }
    println!("{:digits$}  {:names$}  {FAINT}{}{FAINT:#}", "", "", fitted(&about.join(", "), room));
}

fn name(range: &Range) -> (String, Style) {
    match (&range.question, range.taken_for) {
        (Some(question), _) => {
            let style = if question.answer_markdown.is_some() { READY } else { OPEN };
            let number = question.number.as_deref().map(|number| format!(" {number}")).unwrap_or_default();
            (format!("question{number}"), style)
        }
        (None, Taken::Structure(kind)) => (kind.words().to_owned(), Style::new()),
        (None, Taken::Reject) => ("not used".to_owned(), BAD),
        (None, _) => ("passage".to_owned(), AnsiColor::Cyan.on_default()),
    }
}

fn part_in_words(part: &Part) -> String {
    format!("{} {}", part.part, lines(part.first_line, part.last_line))
}

fn lines(first: usize, last: usize) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// All about the range that holds `line`.
fn one_line(explained: &Explained, line: usize) {
    let explanation = &explained.explanation;
    let Some(range) = explanation.ranges.first() else {
        println!("{TITLE}{}:{line}{TITLE:#}\n", explanation.document);
        field("taken for", "a blank line: it belongs to nothing");
        return;
    };
    let around = match lines(range.first_line, range.last_line) {
        lines if range.first_line < range.last_line => format!(", in lines {lines}"),
        _ => String::new(),
    };
    println!("{TITLE}{}:{line}{TITLE:#}{around}\n", explanation.document);
    match &range.question {
        Some(question) => about_question(range, question),
        None => {
            let (name, style) = name(range);
            styled_field("taken for", &name, style);
            field("why", &range.why);
            lost(range);
            section(range);
            field("text", &fitted(&range.text, WIDTH - INDENT - 2));
            if let Some(advice) = range.advice {
                println!("\n{TITLE}meant as a question?{TITLE:#}");
                paragraph(advice);
            }
            if let Some(rule) = &range.rule {
                println!("\n{TITLE}many lines like it?{TITLE:#}");
                paragraph(
                    "describe them in deckpress.toml, with this to begin with; docs/rules.md tells more",
                );
                rule.lines().for_each(|line| println!("  {}", shown(line)));
            }
        }
    }
    let told: Vec<&Diagnostic> = explained
        .collection
        .diagnostics
        .iter()
        .filter(|told| {
            told.places.iter().any(|(document, span)| {
                let line = explained.collection.documents[*document].lines.lines(*span).first;
                !span.is_empty() && (range.first_line..=range.last_line).contains(&line)
            })
        })
        .collect();
    if !told.is_empty() {
        println!();
        diagnostics::print(told, &explained.collection.documents);
    }
}

fn about_question(range: &Range, question: &Question) {
    let (status, style) = match question.answer_markdown {
        Some(_) => ("a question with its answer", READY),
        None => ("a question without an answer", OPEN),
    };
    styled_field("taken for", status, style);
    field("rule", &format!("{}, {}% sure", question.rule, question.confidence));
    field("why", &range.why);
    lost(range);
    section(range);
    for part in &question.parts {
        field(
            part.part,
            &format!("lines {}", lines(part.first_line, part.last_line)).replacen("lines", word(part), 1),
        );
    }
    let links: Vec<&str> = question.links.iter().map(|link| link.url.as_str()).collect();
    for (name, value) in [
        ("number", question.number.clone().unwrap_or_default()),
        ("id", question.explicit_id.clone().unwrap_or_default()),
        (
            "difficulty",
            question.difficulty.map(|difficulty| difficulty.word().to_owned()).unwrap_or_default(),
        ),
        ("tags", question.tags.join(", ")),
        ("companies", question.companies.join(", ")),
        ("links", links.join(" ")),
    ] {
        if !value.is_empty() {
            field(name, &value);
        }
    }
    println!("\n{TITLE}{}{TITLE:#}", shown(&question.text));
    match &question.answer_markdown {
        Some(answer) => {
            answer.trim_end().lines().for_each(|line| println!("{}", shown(&format!("  {line}")).trim_end()));
        }
        None => {
            let reason = question.open_reason.as_deref().unwrap_or("no answer was found");
            println!("  {OPEN}open: {}{OPEN:#}", shown(reason));
            if let Some(advice) = range.advice {
                println!("\n{TITLE}answered in the document?{TITLE:#}");
                paragraph(advice);
            }
        }
    }
}

/// What other rules saw here.
fn lost(range: &Range) {
    for lost in &range.lost {
        let lines = lines(lost.first_line, lost.last_line);
        let claimed = format!(
            "{}, {}% sure: question on line {}, all of {lines}",
            lost.rule, lost.confidence, lost.question_line
        );
        let won =
            format!("; {} won, {}% sure, line {}", lost.winner, lost.winner_confidence, lost.winner_line);
        field("not as", &if range.question.is_some() { claimed } else { claimed + &won });
    }
}

fn word(part: &Part) -> &'static str {
    if part.first_line == part.last_line { "line" } else { "lines" }
}

fn section(range: &Range) {
    if !range.section.is_empty() {
        field("section", &range.section.join(" > "));
    }
}

fn field(name: &str, value: &str) {
    styled_field(name, value, Style::new());
}

fn styled_field(name: &str, value: &str, style: Style) {
    println!("{TITLE}{name:<INDENT$}{TITLE:#}  {style}{}{style:#}", shown(value));
}

/// Words that wrap, indented.
fn paragraph(text: &str) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.width() + word.width() + 1 > WIDTH - 2 {
            println!("  {line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    println!("  {line}");
}

/// `text` without characters that a terminal would obey.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// `text` cut to `room` columns.
fn fitted(text: &str, room: usize) -> String {
    let text = shown(text);
    if text.width() <= room {
        return text;
    }
    let mut fitted = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        fitted.push(c);
    }
    fitted.push('…');
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_files_with_lines() {
        for (typed, file, line) in [
            ("notes.md", "notes.md", None),
            ("notes.md:12", "notes.md", Some(12)),
            ("notes.md:12:5", "notes.md", Some(12)),
            ("C:\\notes.md", "C:\\notes.md", None),
            ("C:\\notes.md:3", "C:\\notes.md", Some(3)),
            ("a:b", "a:b", None),
        ] {
            assert_eq!(place(typed), (PathBuf::from(file), line), "{typed}");
        }
    }

    #[test]
    fn long_and_wide_text_is_cut_to_its_columns() {
        assert_eq!(fitted("short", 5), "short");
        assert_eq!(fitted("longer", 5), "long…");
        assert_eq!(fitted("两个字符", 5), "两个…");
    }
}

//! Code that stands in plain text without a fence, told from prose by the shape of its lines.

use super::{Line, bullet, is_numbered};
use std::ops::Range;

/// How far brackets may stay open before they are taken for prose.
const MAX_OPEN: usize = 200;

/// The runs of lines that are code, in order, each with its language where that is certain.
pub(super) fn runs(lines: &[Line<'_>]) -> Vec<(Range<usize>, Option<&'static str>)> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if starts(lines, at) {
            let end = run_end(lines, at);
            runs.push((at..end, language(&lines[at..end])));
            at = end;
        } else {
            at += 1;
        }
    }
    runs
}

/// Whether a run starts here: with code, or with comments directly above code.
fn starts(lines: &[Line<'_>], at: usize) -> bool {
    let line = lines[at].text;
    if is_comment(line) && (at == 0 || !is_comment(lines[at - 1].text)) {
        let below = lines[at..].iter().take(MAX_OPEN).find(|line| !is_comment(line.text));
        return below.is_some_and(|line| is_code(line.text) && !is_comment(line.text));
    }
    is_code(line) && !is_comment(line)
}

fn run_end(lines: &[Line<'_>], start: usize) -> usize {
    let mut end = start + 1;
    let mut open = Brackets::default();
    open.read(lines[start].text);
    let mut held = 0;
    let mut at = start + 1;
    while at < lines.len() {
        let line = &lines[at];
        if line.is_blank() {
            at += 1;
            continue;
        }
        let directly = at == end;
        let inside = open.depth > 0 && held < MAX_OPEN && !is_numbered(line.text);
        let goes_on = if directly {
            inside || continues(line) || starts(lines, at)
        } else {
            inside || starts(lines, at) || (line.is_indented() && bullet(line.text).is_none())
        };
        if !goes_on {
            break;
        }
        held = if open.depth > 0 { held + 1 } else { 0 };
        open.read(line.text);
        at += 1;
        end = at;
    }
    end
}

/// Whether a line directly below code belongs to it.
fn continues(line: &Line<'_>) -> bool {
    let text = line.trimmed();
    line.is_indented()
        || is_comment(text)
        || is_sql_clause(text)
        || matches!(text, "..." | "{" | "}" | ")" | "]")
}

/// How many brackets are open.
#[derive(Default)]
struct Brackets {
    depth: usize,
}

impl Brackets {
    fn read(&mut self, line: &str) {
        let mut quote = None;
        let mut before = ' ';
        for c in line.chars() {
            match quote {
                Some(open) => {
                    if c == open && before != '\\' {
                        quote = None;
                    }
                }
                None => match c {
                    '"' | '\'' | '`' => quote = Some(c),
                    '#' if before.is_whitespace() => return,
                    '/' if before == '/' => return,
                    '(' | '[' | '{' => self.depth += 1,
                    ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                },
            }
            before = c;
        }
    }
}

/// Whether the line has the shape of code in a common language, whatever stands around it.
pub(super) fn is_code(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > 2000 {
        return false;
    }
    is_comment(line)
        || is_header(line)
        || is_import(line)
        || is_assignment(line)
        || is_call(line)
        || is_statement(line)
        || is_sql(line)
        || is_shell(line)
}

fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("# ") || line.starts_with("// ") || line.starts_with("/*") || line.starts_with("-- ")
}

/// Without the comment at its end.
fn bare(line: &str) -> &str {
    let cut = [" #", "\t#", " //", "\t//", " --"].iter().filter_map(|mark| line.find(mark)).min();
    line[..cut.unwrap_or(line.len())].trim_end()
}

fn first_word(line: &str) -> &str {
    &line[..line.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(line.len())]
}

fn is_name(word: &str) -> bool {
    !word.is_empty()
        && !word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A dotted name: `a.b.c`.
fn is_path(word: &str) -> bool {
    !word.is_empty() && word.split('.').all(is_name)
}

/// The line that opens a block: `def f(x):`, `for x in y:`, `while (x) {`.
fn is_header(line: &str) -> bool {
    let line = bare(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let word = first_word(line);
    let rest = line[word.len()..].trim_start();
    if line.ends_with('{') {
        return line.len() == 1 || line.contains('(') || line.contains("=>") || is_keyword(word);
    }
    let Some(condition) = line.strip_suffix(':') else { return false };
    match word {
        "def" => rest.contains('('),
        "class" => is_name(first_word(rest)) && (rest.contains('(') || !rest.contains(' ')),
        "else" | "try" | "finally" => rest == ":",
        "for" => rest.contains(" in "),
        "with" => rest.contains(" as ") || rest.contains('('),
        "except" => rest == ":" || rest.starts_with(|c: char| c.is_uppercase() || c == '('),
        "if" | "elif" | "while" | "match" | "case" => {
            let condition = condition[word.len()..].trim();
            let operators = ["==", "!=", "<", ">", "(", "[", ".", " in ", " is ", " not ", "\"", "'", "_"];
            operators.iter().any(|operator| condition.contains(operator))
                || condition.starts_with("not ")
                || is_name(condition)
        }
        _ => word == "lambda",
    }
}

/// A word that opens declarations in languages with braces.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "public"
            | "private"
            | "protected"
            | "static"
            | "class"
            | "interface"
            | "enum"
            | "struct"
            | "function"
            | "fn"
            | "func"
            | "impl"
            | "trait"
            | "namespace"
            | "module"
            | "try"
            | "else"
            | "do"
            | "type"
            | "export"
            | "abstract"
            | "final"
            | "template"
            | "union"
            | "package"
    )
}

fn is_import(line: &str) -> bool {
    let line = bare(line).trim_end_matches(';');
    if let Some(names) = line.strip_prefix("import ") {
        return names.split(',').all(|name| {
            let name = name.trim();
            let (module, alias) = name.split_once(" as ").unwrap_or((name, "x"));
            is_path(module.trim_end_matches(".*")) && is_name(alias)
        });
    }
    if let Some((module, names)) = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import ")) {
        return is_path(module.trim_start_matches('.')) && !names.is_empty();
    }
    ["#include <", "#include \"", "#define ", "using namespace ", "#!/"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// `a = 1`, `a, b = b, a`, `self.x += 1`, `int x = 3;`, `const f = () => 1`.
fn is_assignment(line: &str) -> bool {
    let line = bare(line);
    let Some(at) = line.find('=') else { return false };
    if line[at..].starts_with("==") || at == 0 || line[at + 1..].trim().is_empty() {
        return false;
    }
    let left =
        line[..at].trim_end_matches(['+', '-', '*', '/', '%', '|', '&', '^', ':', '<', '>']).trim_end();
    let (left, annotation) = left.split_once(": ").unwrap_or((left, ""));
    let target = |part: &str| {
        let part = part.trim().trim_start_matches('*').trim_matches(['(', ')']);
        let indexed = part.split(['[', '(']).next().unwrap_or(part);
        let closed = indexed.len() == part.len() || part.ends_with(']');
        is_path(indexed) && closed
    };
    // A capital makes a word of what stands in front of the colon: `Ans: F = ma`.
    let mut letters = left.chars();
    let is_word =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    if annotation.len() > 40 || annotation.contains(". ") || (is_word && !annotation.is_empty()) {
        return false;
    }
    if left.split(',').all(target) {
        return true;
    }
    // A declaration: a type or a keyword in front of the name.
    let words: Vec<&str> = left.split_whitespace().collect();
    let keyword = matches!(words.first(), Some(&("let" | "const" | "var" | "val" | "auto" | "export")));
    let declared = line.ends_with(';') || keyword;
    (2..=4).contains(&words.len())
        && declared
        && words.iter().all(|word| word.chars().all(|c| !",.?".contains(c)))
}

/// A call and nothing else: `print(x)`, `await gather(*tasks)`, `obj.method();`.
fn is_call(line: &str) -> bool {
    let line = bare(line).trim_end_matches(';');
    let line = line.strip_prefix("await ").unwrap_or(line);
    let line = line.strip_prefix(">>> ").unwrap_or(line);
    let Some(open) = line.find('(') else { return false };
    let callee = line[..open].replace("::", ".").replace("->", ".").replace("<<", ".");
    is_path(&callee) && line.ends_with(')') && closes_at_end(&line[open..])
}

/// Whether brackets that open with the text close only with its end, or chain: `f(x).g(y)`.
fn closes_at_end(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                let rest = &text[at + 1..];
                if depth == 0 && !rest.is_empty() && !rest.starts_with(['.', '(', '[']) {
                    return false;
                }
            }
            _ => {}
        }
    }
    depth == 0
}

/// Statements that open with a word of their own, decorators, prompts, closing brackets.
fn is_statement(line: &str) -> bool {
    let line = bare(line);
    let word = first_word(line);
    let rest = line[word.len()..].trim();
    match word {
        "return" | "yield" | "raise" | "throw" | "del" | "assert" | "await" => {
            line.ends_with([';', ')', ']', '}'])
                || (!rest.ends_with('.')
                    && rest.split(',').map(str::trim).all(|name| !name.is_empty() && !name.contains(' ')))
                || ["==", " + ", " * ", "\"", "["].iter().any(|part| rest.contains(part))
        }
        "pass" | "break" | "continue" => rest.is_empty() || rest == ";",
        "" => is_symbolic(line),
        _ => {
            line.ends_with(';') && (line.contains(['(', '=', '.']) || is_keyword(word) || line.contains("<<"))
        }
    }
}

fn is_symbolic(line: &str) -> bool {
    if let Some(decorator) = line.strip_prefix('@') {
        let name = decorator.split('(').next().unwrap_or("");
        return is_path(name) && (name.len() == decorator.len() || decorator.ends_with(')'));
    }
    line.starts_with(">>> ")
        || line.starts_with("$ ")
        || (line.len() <= 4 && line.chars().all(|c| "{}[]();,".contains(c)))
}

fn is_sql(line: &str) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
    (starts(&["SELECT "]) && !line.ends_with(['?', '.']))
        || starts(&[
            "INSERT INTO ",
            "DELETE FROM ",
            "CREATE TABLE ",
            "CREATE INDEX ",
            "CREATE VIEW ",
            "ALTER TABLE ",
            "DROP TABLE ",
        ])
        || (starts(&["UPDATE "]) && line.contains(" SET "))
}

/// A line that goes on with a query.
fn is_sql_clause(line: &str) -> bool {
    [
        "FROM ",
        "WHERE ",
        "GROUP BY ",
        "ORDER BY ",
        "HAVING ",
        "LIMIT ",
        "JOIN ",
        "LEFT JOIN ",
        "RIGHT JOIN ",
        "INNER JOIN ",
        "OUTER JOIN ",
        "FULL ",
        "CROSS JOIN ",
        "ON ",
        "AND ",
        "OR ",
        "SET ",
        "VALUES ",
        "UNION",
    ]
    .iter()
    .any(|word| line.starts_with(word))
}

/// A command with an option, a path or a file behind it.
fn is_shell(line: &str) -> bool {
    let command = first_word(line);
    let known = matches!(
        command,
        "python"
            | "python3"
            | "pip"
            | "pip3"
            | "npm"
            | "npx"
            | "yarn"
            | "pnpm"
            | "git"
            | "docker"
            | "kubectl"
            | "curl"
            | "wget"
            | "sudo"
            | "cargo"
            | "rustc"
            | "go"
            | "java"
            | "javac"
            | "gcc"
            | "clang"
            | "make"
            | "apt"
            | "brew"
            | "chmod"
            | "mkdir"
            | "cat"
            | "grep"
            | "ssh"
            | "tar"
            | "pytest"
            | "node"
            | "helm"
            | "terraform"
            | "aws"
            | "gcloud"
            | "psql"
            | "mysql"
            | "redis"
            | "systemctl"
            | "conda"
            | "poetry"
            | "uv"
    );
    let ends_as_prose = line.ends_with(['.', '?', ':', ',']);
    let argument = line.split_whitespace().skip(1).any(|word| {
        word.starts_with('-') && word.len() > 1
            || word.contains('/')
            || word.contains('_')
            || word.find('.').is_some_and(|dot| dot > 0 && dot + 1 < word.len())
    });
    let subcommand =
        matches!(line.split_whitespace().nth(1), Some("install" | "run" | "build" | "init" | "clone"));
    known && !ends_as_prose && line.split_whitespace().count() <= 20 && (argument || subcommand)
}

/// The language of a run, where its lines leave no doubt.
fn language(lines: &[Line<'_>]) -> Option<&'static str> {
    let any = |test: &dyn Fn(&str) -> bool| lines.iter().any(|line| test(line.trimmed()));
    let holds = |parts: &[&str]| any(&|line| parts.iter().any(|part| line.contains(part)));
    let starts = |parts: &[&str]| any(&|line| parts.iter().any(|part| line.starts_with(part)));
    if any(&is_sql) {
        return Some("sql");
    }
    if any(&is_shell) || starts(&["$ ", "#!/bin"]) {
        return Some("bash");
    }
    let braces = any(&|line| line.ends_with('{') || line.ends_with(';'));
    if braces {
        return if starts(&["#include", "std::"]) || holds(&["std::", "cout <<"]) {
            Some("cpp")
        } else if holds(&["System.out", "public static void", "public class "]) {
            Some("java")
        } else if holds(&["console.", "=> ", "function ", "const ", "let "]) {
            Some("javascript")
        } else {
            None
        };
    }
    let python = starts(&["def ", "async def ", "elif ", "from ", "import ", "@", ">>> "])
        || any(&|line| line.ends_with(':') && is_header(line))
        || holds(&["print(", "self.", " None", "True", "False", "lambda "]);
    python.then_some("python")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_prose_by_its_shape() {
        for line in [
            "total = price * 2",
            "x, y = y, x",
            "print(total)  # shown",
            "def area(r):",
            "for i in range(3):",
            "if x > 3:",
            "else:",
            "import os, sys",
            "from a.b import c",
            "@cache",
            "return x + 1",
            "del left, right",
            "int x = 3;",
            "const f = (a) => a;",
            "while (x) {",
            "}",
            "SELECT name FROM pets",
            "python -m pdb tool.py",
            "git clone --depth 1 here",
            "pool.submit(job).result()",
        ] {
            assert!(is_code(line), "{line}");
        }
        for line in [
            "len(): gives the number of elements",
            "is: asks for identity",
            "Example:",
            "For example:",
            "class is a word of the language.",
            "import what you need and nothing else",
            "If you need more:",
            "Assignment (=): binds a name",
            "Locks (threading.Lock)",
            "Return early where you can.",
            "git keeps the history of a project",
            "Select the best of them.",
            "with care:",
            "Queue, Pipe",
        ] {
            assert!(!is_code(line), "{line}");
        }
    }
}

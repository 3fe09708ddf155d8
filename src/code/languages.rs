//! The languages that are known, their names, grammars and queries.

use std::sync::OnceLock;

use tree_sitter_highlight::HighlightConfiguration;

use super::Class;

/// A language whose syntax is known.
pub(super) struct Language {
    /// What documents call it, in lower case; its own name first.
    names: &'static [&'static str],
    grammar: fn() -> tree_sitter::Language,
    /// Highlight queries; where two match the same node, the later one wins.
    queries: &'static [&'static str],
    /// The query that finds other languages inside; empty where there are none.
    injections: &'static str,
    /// Whether its grammar is safe with a text that is not too long.
    is_safe_with: fn(&str) -> bool,
    configuration: OnceLock<Option<Grammar>>,
}

/// What highlighting needs of a language.
pub(super) struct Grammar {
    /// Grammar and queries.
    pub(super) configuration: HighlightConfiguration,
    /// What each capture of the query means; `None` for those that mean nothing to a reader.
    pub(super) classes: Vec<Option<Class>>,
    /// Whether texts hold parts in other languages.
    pub(super) holds_others: bool,
}

/// In bytes: what is longer is not parsed. An example of more than about 400 lines is rare, and hostile
/// text costs the square of its length and worse (measured: 0.2 s for this much of `(` in Bash).
pub(super) const LONGEST: usize = 16 << 10;

/// In bytes: a text with a longer line is not parsed. Nobody reads such code, and recovery from errors,
/// which a new line cuts short, costs the cube of a line (measured: 25 s for 16 KiB of `<!--` in C++ on
/// one line, 0.3 s on short ones).
const LONGEST_LINE: usize = 500;

/// Every known language, in alphabetical order.
pub(super) static LANGUAGES: [Language; 17] = [
    Language::new(
        &["bash", "sh", "shell", "zsh", "ksh", "console", "terminal", "shell-session", "shellscript"],
        || tree_sitter_bash::LANGUAGE.into(),
        &[tree_sitter_bash::HIGHLIGHT_QUERY, MORE_BASH],
    ),
    Language::new(&["c", "h"], || tree_sitter_c::LANGUAGE.into(), &[tree_sitter_c::HIGHLIGHT_QUERY, MORE_C]),
    Language::new(
        &["cpp", "c++", "cc", "cxx", "hpp", "hxx", "hh", "h++"],
        || tree_sitter_cpp::LANGUAGE.into(),
        &[tree_sitter_c::HIGHLIGHT_QUERY, MORE_C, tree_sitter_cpp::HIGHLIGHT_QUERY, "(this) @keyword"],
    ),
    Language::new(
        &["css"],
        || tree_sitter_css::LANGUAGE.into(),
        &[tree_sitter_css::HIGHLIGHTS_QUERY, "(property_name) @attribute"],
    ),
    Language::new(
        &["dockerfile", "docker", "containerfile"],
        || tree_sitter_containerfile::LANGUAGE.into(),
        &[tree_sitter_containerfile::HIGHLIGHTS_QUERY, MORE_DOCKERFILE],
    ),
    Language::new(
        &["go", "golang"],
        || tree_sitter_go::LANGUAGE.into(),
        &[tree_sitter_go::HIGHLIGHTS_QUERY, MORE_GO],
    ),
    Language::new(
        &["html", "htm", "xhtml"],
        || tree_sitter_html::LANGUAGE.into(),
        &[tree_sitter_html::HIGHLIGHTS_QUERY],
    )
    .with_injections(tree_sitter_html::INJECTIONS_QUERY),
    Language::new(
        &["java"],
        || tree_sitter_java::LANGUAGE.into(),
        &[tree_sitter_java::HIGHLIGHTS_QUERY, MORE_JAVA],
    ),
    Language::new(
        &["javascript", "js", "jsx", "mjs", "cjs", "node", "nodejs", "ecmascript"],
        || tree_sitter_javascript::LANGUAGE.into(),
        &[
            tree_sitter_javascript::HIGHLIGHT_QUERY,
            tree_sitter_javascript::JSX_HIGHLIGHT_QUERY,
            MORE_JAVASCRIPT,
        ],
    ),
    Language::new(
        &["json", "jsonc", "json5", "jsonl", "ndjson", "geojson"],
        || tree_sitter_json::LANGUAGE.into(),
        &[tree_sitter_json::HIGHLIGHTS_QUERY, "(pair key: (_) @attribute)"],
    ),
    Language::new(
        &["python", "py", "python3", "py3", "python2", "py2", "pyi", "ipython"],
        || tree_sitter_python::LANGUAGE.into(),
        &[tree_sitter_python::HIGHLIGHTS_QUERY, MORE_PYTHON],
    ),
    Language::new(
        &["rust", "rs"],
        || tree_sitter_rust::LANGUAGE.into(),
        &[tree_sitter_rust::HIGHLIGHTS_QUERY, MORE_RUST],
    ),
    Language::new(
        &["sql", "mysql", "postgres", "postgresql", "psql", "plpgsql", "pgsql", "sqlite", "tsql", "ddl"],
        || tree_sitter_sequel::LANGUAGE.into(),
        &[tree_sitter_sequel::HIGHLIGHTS_QUERY, MORE_SQL],
    ),
    Language::new(
        &["toml"],
        || tree_sitter_toml_ng::LANGUAGE.into(),
        &[tree_sitter_toml_ng::HIGHLIGHTS_QUERY, MORE_TOML],
    ),
    Language::new(
        &["tsx"],
        || tree_sitter_typescript::LANGUAGE_TSX.into(),
        &[
            tree_sitter_javascript::HIGHLIGHT_QUERY,
            tree_sitter_javascript::JSX_HIGHLIGHT_QUERY,
            tree_sitter_typescript::HIGHLIGHTS_QUERY,
            MORE_JAVASCRIPT,
        ],
    ),
    Language::new(
        &["typescript", "ts", "mts", "cts"],
        || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        &[tree_sitter_javascript::HIGHLIGHT_QUERY, tree_sitter_typescript::HIGHLIGHTS_QUERY, MORE_JAVASCRIPT],
    ),
    Language::new(
        &["yaml", "yml"],
        || tree_sitter_yaml::LANGUAGE.into(),
        &[tree_sitter_yaml::HIGHLIGHTS_QUERY, MORE_YAML],
    )
    .when_safe(fits_yaml_scanner),
];

/// The language that documents call `name`, whatever its case; `None` when it is unknown.
pub(super) fn find(name: &str) -> Option<&'static Language> {
    let name = name.trim();
    LANGUAGES.iter().find(|language| language.names.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

impl Language {
    const fn new(
        names: &'static [&'static str],
        grammar: fn() -> tree_sitter::Language,
        queries: &'static [&'static str],
    ) -> Self {
        Self {
            names,
            grammar,
            queries,
            injections: "",
            is_safe_with: |_| true,
            configuration: OnceLock::new(),
        }
    }

    const fn with_injections(mut self, query: &'static str) -> Self {
        self.injections = query;
        self
    }

    const fn when_safe(mut self, is_safe_with: fn(&str) -> bool) -> Self {
        self.is_safe_with = is_safe_with;
        self
    }

    /// Whether `text` can be given to the grammar.
    pub(super) fn can_parse(&self, text: &str) -> bool {
        let readable = text.lines().all(|line| line.len() <= LONGEST_LINE);
        text.len() <= LONGEST && readable && (self.is_safe_with)(text)
    }

    /// Its own name.
    #[cfg(test)]
    pub(super) fn name(&self) -> &'static str {
        self.names[0]
    }

    /// The grammar.
    pub(super) fn grammar(&self) -> tree_sitter::Language {
        (self.grammar)()
    }

    /// What highlighting needs, built on first use; `None` when grammar and queries do not fit together.
    pub(super) fn configuration(&self) -> Option<&Grammar> {
        self.configuration.get_or_init(|| self.configure()).as_ref()
    }

    fn configure(&self) -> Option<Grammar> {
        let queries = self.queries.join("\n");
        let mut configuration =
            HighlightConfiguration::new(self.grammar(), self.names[0], &queries, self.injections, "").ok()?;
        configuration.configure(&CAPTURES.map(|(capture, _)| capture));
        let classes = configuration.names().iter().map(|name| meaning(name)).collect();
        Some(Grammar { configuration, classes, holds_others: !self.injections.is_empty() })
    }
}

/// What a capture means: of all in [`CAPTURES`] whose parts it has, the one with the most, the first one of these.
fn meaning(capture: &str) -> Option<Class> {
    let has = |known: &str| known.split('.').all(|part| capture.split('.').any(|other| other == part));
    let fitting = CAPTURES.iter().filter(|(known, _)| has(known));
    // Of several greatest the last one is taken.
    fitting.rev().max_by_key(|(known, _)| known.split('.').count()).map(|(_, class)| *class)
}

/// Whether the stack of the YAML scanner cannot outgrow the 1,024 bytes that it is saved in: 10 and 4 for
/// each open level (tree-sitter-yaml 0.7.2, `serialize` in scanner.c, which checks too late, so that the
/// runtime ends the program). Each level is opened by an indicator of its own.
fn fits_yaml_scanner(text: &str) -> bool {
    const MOST_LEVELS: usize = 250;
    let bytes = text.as_bytes();
    let opens = |at: usize| match bytes[at] {
        b'|' | b'>' => true,
        b'-' | b'?' | b':' => bytes.get(at + 1).is_none_or(|next| b" \t\r\n\0".contains(next)),
        _ => false,
    };
    (0..bytes.len()).filter(|&at| opens(at)).count() <= MOST_LEVELS
}

/// What the captures of the queries mean to a reader; of two that fit, the one with more parts counts.
pub(super) const CAPTURES: [(&str, Class); 26] = [
    ("attribute", Class::Attribute),
    ("boolean", Class::Constant),
    ("charset", Class::Keyword),
    ("comment", Class::Comment),
    ("conditional", Class::Keyword),
    ("constant", Class::Constant),
    ("constructor", Class::Type),
    ("embedded", Class::Plain),
    ("escape", Class::String),
    ("float", Class::Number),
    ("function", Class::Function),
    ("import", Class::Keyword),
    ("keyframes", Class::Keyword),
    ("keyword", Class::Keyword),
    ("media", Class::Keyword),
    ("number", Class::Number),
    ("operator", Class::Plain),
    ("property", Class::Plain),
    ("punctuation.special", Class::Plain),
    ("storageclass", Class::Keyword),
    ("string", Class::String),
    ("supports", Class::Keyword),
    ("tag", Class::Attribute),
    ("type", Class::Type),
    ("type.qualifier", Class::Keyword),
    ("variable", Class::Plain),
];

// What the grammars' own queries leave out or class otherwise than a reader of study notes expects.

const MORE_BASH: &str = r#"["declare" "typeset" "local" "readonly"] @keyword"#;

const MORE_C: &str = r##"
    (char_literal) @string
    ["#define" "#elif" "#else" "#endif" "#if" "#ifdef" "#ifndef" "#include" (preproc_directive)] @attribute
    ["goto" "register"] @keyword
    [(true) (false)] @constant
"##;

const MORE_DOCKERFILE: &str = "(comment) @comment";

const MORE_GO: &str = r#"
    (call_expression function: (identifier) @function)
    (call_expression function: (selector_expression field: (field_identifier) @function))
    (function_declaration name: (identifier) @function)
    (method_declaration name: (field_identifier) @function)
    [(true) (false) (nil) (iota)] @constant
"#;

const MORE_JAVA: &str = r#"
    (annotation "@" @attribute)
    (marker_annotation "@" @attribute)
    [(this) (super)] @keyword
"#;

const MORE_JAVASCRIPT: &str = "[(this) (super)] @keyword";

const MORE_PYTHON: &str = r#"
    (decorator) @attribute
    (decorator (identifier) @attribute)
    (decorator (attribute (identifier) @attribute))
    (decorator (attribute (attribute (identifier) @attribute)))
    (decorator (call function: (identifier) @attribute))
    (decorator (call function: (attribute (identifier) @attribute)))
    (decorator (call arguments: (_) @operator))
    ["and" "in" "is" "not" "or" "is not" "not in"] @keyword
"#;

const MORE_RUST: &str = "[(integer_literal) (float_literal)] @number (self) @keyword";

const MORE_SQL: &str = r#"
    [(comment) (marginalia)] @comment
    ((literal) @number (#match? @number "^[-+]?[0-9.]+$"))
    [(keyword_asc) (keyword_desc) (keyword_nulls) (keyword_first) (keyword_last) (keyword_default)
     (keyword_collate) (keyword_always) (keyword_generated) (keyword_preceding) (keyword_following)
     (keyword_auto_increment) (keyword_current_timestamp) (keyword_concurrently)] @keyword
"#;

const MORE_TOML: &str = r#"
    (pair [(bare_key) (quoted_key)] @attribute)
    (pair (dotted_key [(bare_key) (quoted_key)] @attribute))
"#;

const MORE_YAML: &str = r#"
    (block_mapping_pair key: (flow_node [(double_quote_scalar) (single_quote_scalar)] @attribute))
    (block_mapping_pair key: (flow_node (plain_scalar (string_scalar) @attribute)))
    (flow_mapping (_ key: (flow_node [(double_quote_scalar) (single_quote_scalar)] @attribute)))
    (flow_mapping (_ key: (flow_node (plain_scalar (string_scalar) @attribute))))
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_fits_the_runtime_and_its_queries() {
        for language in &LANGUAGES {
            let queries = language.queries.join("\n");
            let built =
                HighlightConfiguration::new(language.grammar(), "", &queries, language.injections, "");
            assert!(built.is_ok(), "{}: {:?}", language.names[0], built.err());
        }
    }

    #[test]
    fn a_name_means_one_language() {
        let mut names: Vec<&str> = LANGUAGES.iter().flat_map(|language| language.names).copied().collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        assert!(LANGUAGES.is_sorted_by_key(|language| language.names[0]));
    }

    #[test]
    fn names_are_found_in_any_case() {
        let own_name = |name| find(name).map(|language| language.names[0]);
        assert_eq!(own_name("Py"), Some("python"));
        assert_eq!(own_name("C++"), Some("cpp"));
        assert_eq!(own_name(" YML "), Some("yaml"));
        assert_eq!(own_name("text"), None);
        assert_eq!(own_name(""), None);
    }
}

//! Which way a diagram grows: across the page or down.

/// The kinds that say their direction behind their name,
const IN_HEAD: [&str; 3] = ["graph", "flowchart", "flowchart-elk"];
/// and those that say it in a statement, else grow down.
const IN_BODY: [&str; 6] =
    ["stateDiagram", "stateDiagram-v2", "classDiagram", "classDiagram-v2", "erDiagram", "requirementDiagram"];

/// `source`, growing down where it grew across, and across where it grew down, in the order that it is read in. `None`
/// for a diagram that has no direction.
pub(super) fn other(source: &str) -> Option<String> {
    let mut start = 0;
    let mut in_front_matter = false;
    for line in source.split_inclusive('\n') {
        let words = line.trim();
        let is_fence = words == "---";
        let is_head = !in_front_matter && !is_fence && !words.is_empty() && !words.starts_with("%%");
        in_front_matter ^= is_fence;
        if is_head {
            let indent = line.len() - line.trim_start().len();
            return turned(source, start + indent);
        }
        start += line.len();
    }
    None
}

/// `source`, whose head starts at `start`.
fn turned(source: &str, start: usize) -> Option<String> {
    let ends = |c: char| c.is_whitespace() || c == ';';
    let kind_end = source[start..].find(ends).map_or(source.len(), |length| start + length);
    let kind = &source[start..kind_end];
    if IN_HEAD.contains(&kind) {
        let line_end = source[kind_end..].find(['\n', ';']).map_or(source.len(), |length| kind_end + length);
        let said = source[kind_end..line_end].trim();
        let other = other_direction(if said.is_empty() { "TB" } else { said })?;
        return Some(format!("{} {other}{}", &source[..kind_end], &source[line_end..]));
    }
    if !IN_BODY.contains(&kind) {
        return None;
    }
    let body = source[kind_end..].find('\n').map(|length| kind_end + length + 1)?;
    let (mut at, mut depth) = (body, 0_usize);
    for line in source[body..].split_inclusive('\n') {
        if let (0, Some(said)) = (depth, line.trim().strip_prefix("direction ")) {
            let other = other_direction(said.trim())?;
            return Some(format!("{}direction {other}\n{}", &source[..at], &source[at + line.len()..]));
        }
        depth = (depth + line.matches('{').count()).saturating_sub(line.matches('}').count());
        at += line.len();
    }
    Some(format!("{}direction LR\n{}", &source[..body], &source[body..]))
}

/// The direction across where `said` is one down, and the reverse.
fn other_direction(said: &str) -> Option<&'static str> {
    match said {
        "LR" | "RL" | ">" | "<" => Some("TB"),
        "TB" | "TD" | "BT" | "v" | "^" => Some("LR"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_across_grows_down_and_the_reverse() {
        for (source, expected) in [
            ("flowchart LR\n  A --> B", Some("flowchart TB\n  A --> B")),
            ("graph TD; A-->B", Some("graph LR; A-->B")),
            ("flowchart\nA --> B", Some("flowchart LR\nA --> B")),
            (
                "---\ntitle: graph LR\n---\n%% graph LR\n  graph RL\nA-->B",
                Some("---\ntitle: graph LR\n---\n%% graph LR\n  graph TB\nA-->B"),
            ),
            ("stateDiagram-v2\n  [*] --> A", Some("stateDiagram-v2\ndirection LR\n  [*] --> A")),
            (
                "stateDiagram-v2\n  state A {\n    direction TB\n  }\n  direction LR\n  A --> B",
                Some("stateDiagram-v2\n  state A {\n    direction TB\n  }\ndirection TB\n  A --> B"),
            ),
            ("sequenceDiagram\n  A->>B: hi", None),
            ("", None),
        ] {
            assert_eq!(other(source).as_deref(), expected, "{source}");
        }
    }
}

//! Diagrams given as text, drawn as SVG.
//!
//! [Mermaid](https://mermaid.js.org) only: the language that Markdown hosts draw. What it draws is the same on every
//! machine: texts are measured with metrics that the library carries, not with fonts that happen to be installed, and
//! no diagram knows what day it is.

mod direction;
mod labels;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::sync::LazyLock;

use merman::runtime::RuntimePolicy;
use merman::svg::{SvgPipeline, SvgRenderOptions};
use merman::time::CivilDate;
use merman::{
    Engine, MermaidConfig, OperationControl, ParseOptions, RenderOutput, RenderRequest, Renderer, SvgRequest,
};
use serde_json::{Value, json};

/// The media that diagrams are drawn as: their names by the source of the diagram.
pub type Drawn = BTreeMap<String, String>;

/// Why a diagram cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undrawn {
    /// It is not written in Mermaid.
    #[error("diagrams in `{0}` are not drawn, only those in `mermaid`")]
    Language(String),
    /// Mermaid does not take it so.
    #[error("this diagram cannot be drawn: {0}")]
    Source(String),
}

/// `source` as an SVG of its natural size, in greys that serve on light and on dark.
///
/// # Errors
/// When it is no diagram, or none that can be drawn.
pub fn svg(language: &str, source: &str) -> Result<String, Undrawn> {
    if language != "mermaid" {
        return Err(Undrawn::Language(language.to_string()));
    }
    mermaid(source, &WIDE)
}

/// The diagram in Mermaid as SVGs that may be larger on a narrow page, the one most like it first: with less room between
/// its nodes; growing down where it grew across, and the reverse; both. Those that can be drawn, of a diagram that has a
/// direction.
pub fn other_ways(source: &str) -> Vec<String> {
    let Some(other) = direction::other(source) else { return Vec::new() };
    let ways = [(source, &CLOSE), (&other, &WIDE), (&other, &CLOSE)];
    ways.into_iter().filter_map(|(source, renderer)| mermaid(source, renderer).ok()).collect()
}

/// Draws with the room that Mermaid leaves between nodes,
static WIDE: LazyLock<Renderer> = LazyLock::new(|| renderer(None));
/// and with about half of it.
static CLOSE: LazyLock<Renderer> =
    LazyLock::new(|| renderer(Some(json!({ "nodeSpacing": 24, "rankSpacing": 28, "padding": 8 }))));

fn mermaid(source: &str, renderer: &Renderer) -> Result<String, Undrawn> {
    match labels::kept(source) {
        Cow::Owned(kept) => drawn(&kept, renderer).or_else(|_| drawn(source, renderer)),
        Cow::Borrowed(source) => drawn(source, renderer),
    }
}

fn drawn(source: &str, renderer: &Renderer) -> Result<String, Undrawn> {
    let options = SvgRenderOptions { diagram_id: Some("diagram".to_string()), ..SvgRenderOptions::default() };
    let request = SvgRequest { options, pipeline: Some(SvgPipeline::resvg_safe()), ..SvgRequest::default() };
    let drawn = || renderer.render(RenderRequest::svg(source, OperationControl::new(), request));
    // A fault of the library costs a diagram, not the build.
    match catch_unwind(std::panic::AssertUnwindSafe(drawn)) {
        Ok(Ok(RenderOutput::Svg(Some(output)))) => Ok(sized(output.svg())),
        Ok(Ok(_)) => Err(Undrawn::Source("its first line names no kind of diagram".to_string())),
        Ok(Err(error)) => Err(Undrawn::Source(one_line(&error.to_string()))),
        Err(_) => Err(Undrawn::Source("the drawing library failed".to_string())),
    }
}

/// Draws with `room` between nodes, in Mermaid's words; with what Mermaid leaves when it is `None`.
fn renderer(room: Option<Value>) -> Renderer {
    let room = room.unwrap_or(json!({}));
    let mut flowchart = room.clone();
    flowchart["htmlLabels"] = json!(false);
    let configuration = MermaidConfig::from_value(json!({
        "theme": "neutral",
        "fontFamily": "sans-serif",
        "htmlLabels": false,
        "flowchart": flowchart,
        "state": room,
        "class": room,
        "er": room,
    }));
    let runtime = RuntimePolicy::deterministic().with_fixed_today(CivilDate::new(2000, 1, 1));
    Renderer::new()
        .with_engine(Engine::new().with_site_config(configuration).with_runtime_policy(runtime))
        .with_parse_options(ParseOptions::strict())
}

/// `svg` with its size on its root: Mermaid makes diagrams as wide as the page.
fn sized(svg: &str) -> String {
    let size = |svg: &str| -> Option<(String, String)> {
        let numbers = svg.split_once("viewBox=\"")?.1.split_once('"')?.0;
        let mut numbers = numbers.split_ascii_whitespace().skip(2);
        Some((numbers.next()?.to_string(), numbers.next()?.to_string()))
    };
    match size(svg) {
        Some((width, height)) => {
            svg.replacen("width=\"100%\"", &format!("width=\"{width}\" height=\"{height}\""), 1)
        }
        None => svg.to_string(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagram_is_drawn_alike_each_time_and_has_a_size() {
        let source = "flowchart LR\n  A[Warp] --> B{Heddle}\n  B -- lifts --> C[Shed]";
        let drawn = svg("mermaid", source).expect("a diagram");
        assert_eq!(svg("mermaid", source).as_ref(), Ok(&drawn));
        assert!(drawn.starts_with("<svg") && drawn.contains("Heddle") && drawn.contains("lifts"), "{drawn}");
        let root = &drawn[..drawn.find('>').expect("a root")];
        assert!(!root.contains('%') && root.contains(" height=\""), "{root}");
        for banned in ["<script", "foreignObject", "http://www.w3.org/1999/xhtml", "@import", "url(http"] {
            assert!(!drawn.contains(banned), "{banned}");
        }
    }

    /// Mermaid drops the signs of such labels where they are SVG text.
    #[test]
    fn comparisons_in_labels_are_drawn() {
        let words = |source: &str| {
            let drawn = svg("mermaid", source).expect("a diagram");
            let texts =
                drawn.split("<text").skip(1).map(|text| text.split("</text>").next().unwrap_or_default());
            let text = |text: &str| {
                let runs = text.split('>').skip(1).map(|run| run.split('<').next().unwrap_or_default());
                runs.collect::<String>().replace("&gt;", ">").replace("&lt;", "<")
            };
            texts.map(text).collect::<Vec<_>>()
        };
        let drawn =
            words("flowchart TD\n  A{n>0?} -->|>= 512 bytes| B[\"a -> b\"]\n  A -->|< 512 bytes| C>odd one]");
        for label in ["n>0?", ">= 512 bytes", "a -> b", "< 512 bytes", "odd one"] {
            assert!(drawn.iter().any(|text| text.trim() == label), "{label}: {drawn:?}");
        }
    }

    #[test]
    fn every_kind_of_diagram_is_drawn() {
        for source in [
            "graph TD; A-->B",
            "sequenceDiagram\n  A->>B: hi\n  B-->>A: ho",
            "classDiagram\n  Animal <|-- Duck\n  Animal : +int age",
            "stateDiagram-v2\n  [*] --> Still\n  Still --> [*]",
            "erDiagram\n  CUSTOMER ||--o{ ORDER : places",
            "gantt\n  dateFormat YYYY-MM-DD\n  section A\n  One :a1, 2024-01-01, 3d",
            "pie title Pets\n  \"Dogs\" : 3\n  \"Cats\" : 2",
            "gitGraph\n  commit\n  branch b\n  commit",
            "mindmap\n  root((a))\n    b\n    c",
            "timeline\n  title T\n  2002 : A\n  2004 : B",
            "journey\n  title J\n  section S\n    Make tea: 5: Me",
            "quadrantChart\n  x-axis Low --> High\n  y-axis Low --> High\n  A: [0.3, 0.6]",
            "xychart-beta\n  x-axis [a, b]\n  bar [1, 2]",
        ] {
            let drawn = svg("mermaid", source);
            assert!(drawn.is_ok(), "{source}\n{drawn:?}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_says_why() {
        assert_eq!(svg("dot", "digraph {}"), Err(Undrawn::Language("dot".to_string())));
        let says = |source: &str| svg("mermaid", source).expect_err("no diagram").to_string();
        assert!(says("flowchart TD\n  A[open --> B").starts_with("this diagram cannot be drawn: "));
        assert!(!says("hello world").contains('\n'));
        assert!(svg("mermaid", "").is_err());
    }
}

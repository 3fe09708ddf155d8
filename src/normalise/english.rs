//! English words without their endings.

/// An English word without the endings of number, tense and person: `caches` and `caching` are `cach`.
///
/// Plurals as in Harman, "How effective is suffixing?" (1991); derived words stay apart, since an `iterator` is no
/// `iterable`.
pub fn light(word: &str) -> String {
    if !has_endings(word) {
        return word.to_string();
    }
    let mut stem = without_number(word);
    for end in ["ing", "ed"] {
        let Some(rest) = stem.strip_suffix(end) else { continue };
        if rest.len() >= 3 && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            let doubled = rest.as_bytes()[rest.len() - 1] == rest.as_bytes()[rest.len() - 2]
                && !rest.ends_with(['l', 's', 'z', 'e', 'o']);
            stem.truncate(rest.len() - usize::from(doubled));
            break;
        }
    }
    drop_e(&mut stem);
    if stem.len() > 3 && stem.ends_with('i') && word.ends_with("ied") {
        stem.pop();
        stem.push('y');
    }
    respelled(&stem)
}

/// An English word without the ending of number: `caches` and `cache` are `cach`, and `caching` is what it is.
pub fn singular(word: &str) -> String {
    if !has_endings(word) {
        return word.to_string();
    }
    let mut stem = without_number(word);
    drop_e(&mut stem);
    stem
}

/// Whether `word` is in English letters, in lower case, and long enough to have an ending: others stay as they are.
pub fn has_endings(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// `word` in the singular, but for an `e` at its end.
fn without_number(word: &str) -> String {
    let mut stem = word.to_string();
    if word.ends_with("ies") && word.len() > 4 {
        stem.truncate(word.len() - 3);
        stem.push('y');
    } else if ["sses", "xes", "ches", "shes", "zes"].iter().any(|end| word.ends_with(end)) {
        stem.truncate(word.len() - 2);
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        stem.truncate(word.len() - 1);
    }
    stem
}

/// `caches` has lost the `e` of `cache`, so that all words lose theirs.
fn drop_e(stem: &mut String) {
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
}

/// `word` as those spell it who drop old letters: `sulfur` for `sulphur`, `edema` for `oedema`, `color` for `colour`.
pub fn respelled(word: &str) -> String {
    const SPELLINGS: [(&str, &str); 4] = [("ph", "f"), ("ae", "e"), ("oe", "e"), ("our", "or")];
    let mut word = word.to_string();
    // What every old spelling begins with.
    let may_be_old = |pair: &[u8]| matches!(pair, b"ph" | b"ae" | b"oe" | b"ou");
    if word.len() < 5 || !word.as_bytes().windows(2).any(may_be_old) {
        return word;
    }
    for (old, new) in SPELLINGS {
        if word.contains(old) {
            word = word.replace(old, new);
        }
    }
    word
}

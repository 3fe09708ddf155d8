//! Whose note is it after an edit? Each case edits a small collection once, and says which question is which.

use std::collections::{BTreeMap, BTreeSet};

use crate::build::Workplace;

const NETWORK: &str = "\
# Networks

## Transport

### What is a socket?

An endpoint of a connection: an address and a port that a program reads from and writes to.

### How does TCP open a connection?

With three segments: the client sends SYN, the server answers SYN and ACK, the client confirms with ACK.

### What is the difference between TCP and UDP?

TCP delivers a stream in order and resends what was lost; UDP sends single datagrams and forgets them.

### Why do senders slow down under congestion?

Lost segments mean that a queue on the way is full, so the window shrinks until the loss stops.

## Names

### What is a recursive resolver?

A server that asks the root, the zone and the domain in turn, and keeps the answer until it expires.

### How long is a DNS record cached?

As long as its time to live says, counted in seconds from the moment it was fetched.
";

const STORAGE: &str = "\
# Storage

**Q:** What is an index?

**A:** A sorted copy of some columns that leads to their rows, so that a search need not read the whole table.

**Q:** When does a database choose a full scan?

**A:** When the filter keeps so many rows that reading them in order beats jumping through the index.

**Q:** What is a transaction?

**A:** A group of statements that happen together or not at all, and that others never see half done.

**Q:** Explain write-ahead logging.

**A:** Changes are written to a log and synced before the pages are, so that a crash can be replayed.

**Q:** What is a deadlock?

**A:** Two transactions that each wait for a lock that the other holds; the database ends one of them.

**Q:** What does vacuuming do?

**A:** It gives back the space of row versions that no transaction can see any more.
";

/// An edit: what changes in which file, and which question of before is which of after.
struct Edit {
    name: &'static str,
    /// File, text before, text after. An empty text before writes the whole file, an empty text after removes it.
    changes: &'static [(&'static str, &'static str, &'static str)],
    /// Questions that stay what they are under other words.
    same: &'static [(&'static str, &'static str)],
    /// Questions that nobody has asked before.
    new: &'static [&'static str],
}

const N: &str = "network.md";
const S: &str = "storage.md";

#[rustfmt::skip] // A table: one edit a line.
const EDITS: &[Edit] = &[
    // A slip of the pen is mended.
    Edit { name: "a letter", changes: &[(N, "recursive resolver?", "recursiv resolver?")], same: &[("What is a recursive resolver?", "What is a recursiv resolver?")], new: &[] },
    Edit { name: "two letters swapped", changes: &[(S, "a deadlock?", "a daedlock?")], same: &[("What is a deadlock?", "What is a daedlock?")], new: &[] },
    Edit { name: "a doubled word", changes: &[(N, "What is a socket?", "What is is a socket?")], same: &[("What is a socket?", "What is is a socket?")], new: &[] },
    Edit { name: "a missing word", changes: &[(S, "What is a transaction?", "What is transaction?")], same: &[("What is a transaction?", "What is transaction?")], new: &[] },
    Edit { name: "a hyphen", changes: &[(S, "write-ahead logging.", "write ahead logging.")], same: &[("Explain write-ahead logging.", "Explain write ahead logging.")], new: &[] },
    Edit { name: "capitals", changes: &[(N, "What is a socket?", "WHAT IS A SOCKET")], same: &[("What is a socket?", "WHAT IS A SOCKET")], new: &[] },
    Edit { name: "quotes and code", changes: &[(N, "What is a socket?", "What is a `socket`?")], same: &[("What is a socket?", "What is a socket?")], new: &[] },
    Edit { name: "plural", changes: &[(S, "What is an index?", "What are indexes?")], same: &[("What is an index?", "What are indexes?")], new: &[] },
    // The same in other words.
    Edit { name: "explain for what is", changes: &[(S, "What is a deadlock?", "Explain deadlocks.")], same: &[("What is a deadlock?", "Explain deadlocks.")], new: &[] },
    Edit { name: "a title for a question", changes: &[(N, "### What is a socket?", "### Sockets")], same: &[("What is a socket?", "Sockets")], new: &[] },
    Edit { name: "a comparison turned round", changes: &[(N, "What is the difference between TCP and UDP?", "UDP vs TCP")], same: &[("What is the difference between TCP and UDP?", "UDP vs TCP")], new: &[] },
    Edit { name: "how it differs", changes: &[(N, "What is the difference between TCP and UDP?", "How does TCP differ from UDP?")], same: &[("What is the difference between TCP and UDP?", "How does TCP differ from UDP?")], new: &[] },
    Edit { name: "a second part added", changes: &[(S, "What is a transaction?", "What is a transaction and why does it matter?")], same: &[("What is a transaction?", "What is a transaction and why does it matter?")], new: &[] },
    Edit { name: "an example asked for", changes: &[(S, "What is an index?", "What is an index? Give an example.")], same: &[("What is an index?", "What is an index? Give an example.")], new: &[] },
    Edit { name: "wholly reworded, same answer", changes: &[(S, "What does vacuuming do?", "How is dead space reclaimed?")], same: &[("What does vacuuming do?", "How is dead space reclaimed?")], new: &[] },
    Edit { name: "reworded with the subject kept", changes: &[(N, "How does TCP open a connection?", "Describe the TCP handshake when a connection is opened")], same: &[("How does TCP open a connection?", "Describe the TCP handshake when a connection is opened")], new: &[] },
    Edit { name: "made more exact", changes: &[(S, "When does a database choose a full scan?", "When does a database prefer a full table scan over an index?")], same: &[("When does a database choose a full scan?", "When does a database prefer a full table scan over an index?")], new: &[] },
    Edit { name: "why for how come", changes: &[(N, "Why do senders slow down under congestion?", "Why does a sender slow down when there is congestion?")], same: &[("Why do senders slow down under congestion?", "Why does a sender slow down when there is congestion?")], new: &[] },
    Edit { name: "a number of the carrier", changes: &[(N, "### What is a socket?", "### 7. What is a socket?")], same: &[("What is a socket?", "What is a socket?")], new: &[] },
    // Answers change, questions stay.
    Edit { name: "an answer corrected", changes: &[(S, "Two transactions that each", "Transactions that each")], same: &[("What is a deadlock?", "What is a deadlock?")], new: &[] },
    Edit { name: "an answer rewritten", changes: &[(S, "It gives back the space of row versions that no transaction can see any more.", "Dead tuples are removed.")], same: &[("What does vacuuming do?", "What does vacuuming do?")], new: &[] },
    Edit { name: "an answer removed", changes: &[(N, "An endpoint of a connection: an address and a port that a program reads from and writes to.\n", "")], same: &[("What is a socket?", "What is a socket?")], new: &[] },
    Edit { name: "question and answer touched", changes: &[(N, "### How long is a DNS record cached?", "### For how long is a DNS record cached?"), (N, "counted in seconds from", "in seconds, counted from")], same: &[("How long is a DNS record cached?", "For how long is a DNS record cached?")], new: &[] },
    Edit { name: "question reworded and answer extended", changes: &[(S, "Explain write-ahead logging.", "What is write-ahead logging?"), (S, "so that a crash can be replayed.", "so that a crash can be replayed. Checkpoints shorten the log.")], same: &[("Explain write-ahead logging.", "What is write-ahead logging?")], new: &[] },
    // Moved and renamed.
    Edit { name: "a section renamed", changes: &[(N, "## Names", "## Name service")], same: &[("What is a recursive resolver?", "What is a recursive resolver?")], new: &[] },
    Edit { name: "a title renamed", changes: &[(S, "# Storage", "# Databases")], same: &[("What is an index?", "What is an index?")], new: &[] },
    Edit { name: "a section moved", changes: &[(N, "## Names\n", "## Other\n\n### What is a route?\n\nA way to a network.\n\n## Names\n")], same: &[("How long is a DNS record cached?", "How long is a DNS record cached?")], new: &["What is a route?"] },
    Edit { name: "another file", changes: &[(S, "**Q:** What is a deadlock?\n\n**A:** Two transactions that each wait for a lock that the other holds; the database ends one of them.\n", ""), ("locks.md", "", "# Locks\n\n## What is a deadlock?\n\nTwo transactions that each wait for a lock that the other holds; the database ends one of them.\n")], same: &[("What is a deadlock?", "What is a deadlock?")], new: &[] },
    Edit { name: "another file, reworded", changes: &[(S, "**Q:** What is a deadlock?\n\n**A:** Two transactions that each wait for a lock that the other holds; the database ends one of them.\n", ""), ("locks.md", "", "# Locks\n\n## What are deadlocks?\n\nTwo transactions that each wait for a lock that the other holds; the database ends one of them.\n")], same: &[("What is a deadlock?", "What are deadlocks?")], new: &[] },
    Edit { name: "another house style", changes: &[(S, STORAGE, "# Storage\n\n### What is an index?\n\nA sorted copy of some columns.\n\n### What is a transaction?\n\nAll of it or nothing.\n")], same: &[("What is an index?", "What is an index?"), ("What is a transaction?", "What is a transaction?")], new: &[] },
    Edit { name: "a list", changes: &[(N, NETWORK, "# Networks\n\n1. What is a socket?\n2. What is the difference between TCP and UDP?\n3. What is a recursive resolver?\n")], same: &[("What is a socket?", "What is a socket?"), ("What is a recursive resolver?", "What is a recursive resolver?")], new: &[] },
    // Added and deleted.
    Edit { name: "a question added", changes: &[(S, "**Q:** What is a deadlock?", "**Q:** What is a livelock?\n\n**A:** Two that keep making way for each other.\n\n**Q:** What is a deadlock?")], same: &[("What is a deadlock?", "What is a deadlock?")], new: &["What is a livelock?"] },
    Edit { name: "a sibling in place of another", changes: &[(S, "**Q:** What is a deadlock?\n\n**A:** Two transactions that each wait for a lock that the other holds; the database ends one of them.", "**Q:** What is a savepoint?\n\n**A:** A mark inside a transaction to which one can roll back without losing the rest.")], same: &[], new: &["What is a savepoint?"] },
    Edit { name: "a narrower question beside", changes: &[(S, "**Q:** What does vacuuming do?", "**Q:** How do you avoid a deadlock?\n\n**A:** Take locks in one order everywhere.\n\n**Q:** What does vacuuming do?")], same: &[("What is a deadlock?", "What is a deadlock?"), ("What does vacuuming do?", "What does vacuuming do?")], new: &["How do you avoid a deadlock?"] },
    Edit { name: "a question deleted", changes: &[(N, "### What is a socket?\n\nAn endpoint of a connection: an address and a port that a program reads from and writes to.\n\n", "")], same: &[("How does TCP open a connection?", "How does TCP open a connection?")], new: &[] },
    Edit { name: "a document deleted", changes: &[(S, STORAGE, "")], same: &[("What is a socket?", "What is a socket?")], new: &[] },
    // Split and merged.
    Edit { name: "split in two", changes: &[(N, "### What is the difference between TCP and UDP?\n\nTCP delivers a stream in order and resends what was lost; UDP sends single datagrams and forgets them.", "### What is TCP?\n\nTCP delivers a stream in order and resends what was lost.\n\n### How do TCP and UDP differ?\n\nTCP delivers a stream in order and resends what was lost; UDP sends single datagrams and forgets them.")], same: &[("What is the difference between TCP and UDP?", "How do TCP and UDP differ?")], new: &["What is TCP?"] },
    Edit { name: "split, the old wording kept", changes: &[(S, "**Q:** What is an index?", "**Q:** What is a covering index?\n\n**A:** One that holds every column that a query needs.\n\n**Q:** What is an index?")], same: &[("What is an index?", "What is an index?")], new: &["What is a covering index?"] },
    Edit { name: "two made one", changes: &[(N, "### How long is a DNS record cached?\n\nAs long as", "As long as")], same: &[("What is a recursive resolver?", "What is a recursive resolver?")], new: &[] },
    Edit { name: "another document asks the same", changes: &[("all.md", "", "# All\n\n1. Explain what an index is.\n2. What is a mutex?\n3. Why are locks fair?\n")], same: &[("What is an index?", "What is an index?")], new: &["What is a mutex?"] },
    Edit { name: "an earlier document asks the same", changes: &[("aaa.md", "", "# All\n\n## What are deadlocks?\n\nEach waits for the other.\n")], same: &[("What is a deadlock?", "What are deadlocks?")], new: &[] },
    Edit { name: "a swap of two places", changes: &[(S, "**Q:** What is an index?", "**Q:** ?swap?"), (S, "**Q:** What is a transaction?", "**Q:** What is an index?"), (S, "**Q:** ?swap?", "**Q:** What is a transaction?")], same: &[("What is an index?", "What is an index?"), ("What is a transaction?", "What is a transaction?")], new: &[] },
    Edit { name: "two reworded at once", changes: &[(S, "What is an index?", "Explain indexes"), (S, "What is a transaction?", "Explain transactions")], same: &[("What is an index?", "Explain indexes"), ("What is a transaction?", "Explain transactions")], new: &[] },
    Edit { name: "all of a document reworded", changes: &[(N, "### What is a socket?", "### Explain sockets"), (N, "### How does TCP open a connection?", "### How is a TCP connection opened?"), (N, "### What is a recursive resolver?", "### Explain the recursive resolver"), (N, "### How long is a DNS record cached?", "### How long are DNS records cached?")], same: &[("What is a socket?", "Explain sockets"), ("How does TCP open a connection?", "How is a TCP connection opened?"), ("What is a recursive resolver?", "Explain the recursive resolver"), ("How long is a DNS record cached?", "How long are DNS records cached?")], new: &[] },
    Edit { name: "an id given", changes: &[(N, "### What is a socket?", "### What is a socket? {#socket}")], same: &[("What is a socket?", "What is a socket?")], new: &[] },
    Edit { name: "a comment given", changes: &[(S, "**Q:** What is an index?", "<!-- first -->\n\n**Q:** What is an index?")], same: &[("What is an index?", "What is an index?")], new: &[] },
    Edit { name: "difficulty and number given", changes: &[(N, "### What is a socket?", "### Q3. What is a socket? **[HARD]**")], same: &[("What is a socket?", "What is a socket?")], new: &[] },
    Edit { name: "windows line ends", changes: &[(N, NETWORK, "# Networks\r\n\r\n### What is a socket?\r\n\r\nAn endpoint of a connection.\r\n")], same: &[("What is a socket?", "What is a socket?")], new: &[] },
    Edit { name: "abbreviation written out", changes: &[(N, "How long is a DNS record cached?", "How long is a domain name system (DNS) record cached?")], same: &[("How long is a DNS record cached?", "How long is a domain name system (DNS) record cached?")], new: &[] },
    Edit { name: "a number in the question corrected", changes: &[(N, "### Why do senders slow down under congestion?", "### Why do senders slow down under congestion (RFC 5681)?")], same: &[("Why do senders slow down under congestion?", "Why do senders slow down under congestion (RFC 5681)?")], new: &[] },
];

/// Guids by question.
fn guids(place: &Workplace) -> BTreeMap<String, String> {
    let model = place.model();
    let entries = model["entries"].as_array().expect("entries").iter();
    entries
        .map(|entry| {
            let text = |key: &str| entry[key].as_str().expect("text").to_string();
            (text("question_text"), text("note"))
        })
        .collect()
}

fn apply(edit: &Edit, documents: &mut BTreeMap<&'static str, String>) {
    for (file, before, after) in edit.changes {
        let text = documents.entry(file).or_default();
        assert!(text.contains(before), "`{}`: `{before}` stands in {file}", edit.name);
        *text = text.replacen(before, after, 1);
    }
    documents.retain(|_, text| !text.trim().is_empty());
}

#[test]
fn a_question_keeps_its_note_through_every_edit() {
    let mut failures = Vec::new();
    for edit in EDITS {
        let mut documents: BTreeMap<&str, String> =
            [(N, NETWORK.to_string()), (S, STORAGE.to_string())].into();
        let place = Workplace::new(&[(N, NETWORK), (S, STORAGE)]);
        place.build(&["--only", "json"]);
        let before = guids(&place);
        apply(edit, &mut documents);
        for file in [N, S] {
            std::fs::remove_file(place.path(&format!("source/{file}"))).expect("it stands there");
        }
        for (file, text) in &documents {
            place.write(&format!("source/{file}"), text.as_bytes());
        }
        place.build(&["--only", "json", "--allow-shrink"]);
        let after = guids(&place);
        let known: BTreeSet<&String> = before.values().collect();
        for (old, new) in edit.same {
            if !before.contains_key(*old) || before.get(*old) != after.get(*new) {
                failures.push(format!(
                    "{}: `{old}` is not `{new}`: {:?} {:?}",
                    edit.name,
                    before.get(*old),
                    after.get(*new)
                ));
            }
        }
        for new in edit.new {
            if after.get(*new).is_none_or(|guid| known.contains(guid)) {
                failures.push(format!("{}: `{new}` is not new", edit.name));
            }
        }
        let unchanged = before.keys().filter(|question| after.contains_key(*question));
        for question in unchanged.filter(|question| before[*question] != after[*question]) {
            failures.push(format!("{}: `{question}` was left alone and changed its note", edit.name));
        }
        // What was taken away comes back as what it was.
        for (file, text) in [(N, NETWORK), (S, STORAGE)] {
            place.write(&format!("source/{file}"), text.as_bytes());
        }
        for file in documents.keys().filter(|file| ![N, S].contains(file)) {
            std::fs::remove_file(place.path(&format!("source/{file}"))).expect("it stands there");
        }
        place.build(&["--only", "json", "--allow-shrink"]);
        let restored = guids(&place);
        for question in before.keys().filter(|question| before[*question] != restored[*question]) {
            failures.push(format!("{}: `{question}` did not come back as the same", edit.name));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn there_are_fifty_edits() {
    assert!(EDITS.len() >= 50, "{}", EDITS.len());
}

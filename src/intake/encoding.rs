//! From bytes to text: which encoding, and where each character came from.
//!
//! Looks at the byte order mark, then at the pattern of NUL bytes, then asks whether the bytes are UTF-8, and
//! only then guesses (`chardetng` knows neither UTF-16 nor Mac OS Roman).

use std::ops::Range;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
    WINDOWS_1252,
};
use memchr::{memchr_iter, memmem};

use super::{MAX_BYTES, Refusal};
use crate::model::OffsetMap;

/// Text, and the way back to its bytes.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// Valid text without byte order marks or NUL.
    pub text: String,
    /// Name of the encoding, as the WHATWG Encoding Standard writes it.
    pub encoding: &'static str,
    /// From the text to the bytes.
    pub map: OffsetMap,
    /// How many runs of bytes meant nothing and became U+FFFD.
    pub damaged: usize,
    /// By what the encoding was known.
    pub evidence: Evidence,
}

/// By what an encoding was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The byte order mark that the file opens with.
    Mark,
    /// Zero bytes at every other place.
    Zeros,
    /// Every byte is ASCII.
    Ascii,
    /// The bytes are UTF-8, all or nearly all.
    Utf8,
    /// The bytes are no UTF-8, and this encoding makes the most likely words of them.
    Likely,
}

impl Evidence {
    /// The evidence in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Mark => "the file opens with its byte order mark",
            Self::Zeros => "every other byte is zero",
            Self::Ascii => "every byte is ASCII",
            Self::Utf8 => "its bytes form UTF-8 sequences",
            Self::Likely => "its bytes are no UTF-8, and this encoding makes the most likely words of them",
        }
    }
}

/// Decodes `bytes`.
///
/// # Errors
/// When they are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge(bytes.len()));
    }
    if let Some(format) = known_format(bytes) {
        return Err(Refusal::Binary(format));
    }
    let (encoding, evidence) = detect(bytes)?;
    let mut decoding = Decoding::new(bytes.len());
    if encoding == UTF_8 {
        decoding.utf8(bytes);
    } else if encoding == UTF_16LE {
        decoding.utf16(bytes, u16::from_le_bytes);
    } else if encoding == UTF_16BE {
        decoding.utf16(bytes, u16::from_be_bytes);
    } else {
        decoding.legacy(bytes, encoding);
    }
    if decoding.text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    let Decoding { text, map, damaged } = decoding;
    Ok(Decoded { text, encoding: encoding.name(), map, damaged, evidence })
}

fn detect(bytes: &[u8]) -> Result<(&'static Encoding, Evidence), Refusal> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok((encoding, Evidence::Mark));
    }
    if memchr::memchr(0, bytes).is_some() {
        if let Some(encoding) = utf16_without_mark(bytes) {
            return Ok((encoding, Evidence::Zeros));
        }
        // A stray NUL is damage; more of them are data.
        if memchr_iter(0, bytes).count() * 512 > bytes.len().max(512) {
            return Err(Refusal::Binary("data with NUL bytes"));
        }
    }
    if bytes.is_ascii() && !has_controls(bytes) {
        return Ok((UTF_8, Evidence::Ascii));
    }
    if has_controls(bytes) {
        return Err(Refusal::Binary("data with control characters"));
    }
    Ok(if mostly_utf8(bytes) { (UTF_8, Evidence::Utf8) } else { (guess(bytes), Evidence::Likely) })
}

/// Formats that people put beside their notes, by their first bytes.
fn known_format(bytes: &[u8]) -> Option<&'static str> {
    const FORMATS: [(&[u8], &str); 21] = [
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"PK\x05\x06", "an empty zip archive"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"{\\rtf", "rich text (RTF)"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF87a", "a GIF image"),
        (b"GIF89a", "a GIF image"),
        (b"RIFF", "a RIFF file (image or sound)"),
        (b"OggS", "an Ogg file"),
        (b"ID3", "an MP3 file"),
        (b"\x7fELF", "a program"),
        (b"\xca\xfe\xba\xbe", "a program"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ\0", "an xz archive"),
        (b"\x28\xb5\x2f\xfd", "a zstd archive"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"\xff\xfe\0\0", "UTF-32 text"),
        (b"\0\0\xfe\xff", "UTF-32 text"),
    ];
    // Signatures of plain letters may open a text as well: they count only where a control character follows.
    let head = &bytes[..bytes.len().min(64)];
    FORMATS
        .iter()
        .find(|(signature, _)| {
            let plain = signature.iter().all(u8::is_ascii_alphanumeric);
            bytes.starts_with(signature)
                && (!plain || head.iter().any(|&byte| is_control(byte) || byte >= 0x80))
        })
        .map(|&(_, name)| name)
}

/// UTF-16 shows by its spaces and line breaks, which one order of bytes gives and the other does not, and by the
/// scripts that nearly all of it is written in.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let zeros = memchr_iter(0, sample).count();
    // A stray NUL in UTF-8 makes no UTF-16.
    if zeros * 8 < sample.len() && mostly_utf8(sample) {
        return None;
    }
    let (little, big) = (Units::count(sample, u16::from_le_bytes), Units::count(sample, u16::from_be_bytes));
    let (encoding, units, other) =
        if little.spaces >= big.spaces { (UTF_16LE, little, big) } else { (UTF_16BE, big, little) };
    let shows = units.spaces > 0 && other.spaces * 8 <= units.spaces;
    (shows && units.written * 20 >= units.all * 19).then_some(encoding)
}

/// What 16-bit units stand for.
#[derive(Default)]
struct Units {
    all: usize,
    /// Spaces and line breaks.
    spaces: usize,
    /// Characters that people write in.
    written: usize,
}

impl Units {
    fn count(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Self {
        let mut units = Self::default();
        for pair in bytes.chunks_exact(2) {
            units.all += 1;
            let written = match unit([pair[0], pair[1]]) {
                0x09 | 0x0a | 0x0d | 0x20 => {
                    units.spaces += 1;
                    true
                }
                // ASCII, Latin, Greek, Cyrillic, Hebrew, Arabic, scripts of India, Thai.
                0x21..=0x7e
                | 0xa0..=0x24f
                | 0x370..=0x52f
                | 0x590..=0x6ff
                | 0x900..=0xe7f
                | 0x1e00..=0x1eff => true,
                // Punctuation, currency, arrows, mathematics, drawing, symbols.
                0x2010..=0x2044 | 0x20a0..=0x22ff | 0x2500..=0x27bf => true,
                // Chinese, Japanese, Korean; halves of characters beyond the basic plane; full width.
                0x3000..=0x312f
                | 0x4e00..=0x9fff
                | 0xac00..=0xd7a3
                | 0xd800..=0xdfff
                | 0xfe0f
                | 0xfeff..=0xffee => true,
                _ => false,
            };
            units.written += usize::from(written);
        }
        units
    }
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)) || byte == 0x7f
}

/// Whether more than one byte in twenty is a control character: no text has that.
fn has_controls(bytes: &[u8]) -> bool {
    bytes.iter().map(|&byte| usize::from(is_control(byte) && byte != 0)).sum::<usize>() * 20 > bytes.len()
}

/// Whether `bytes` are UTF-8 but for some damage: other encodings form few valid sequences by chance.
fn mostly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let [mut valid, mut broken] = [0_usize; 2];
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        broken += chunk.invalid().len();
    }
    valid > 2 * broken
}

/// How much of a document the guess is made from: it is slow, and more text does not make it better.
const SAMPLE: usize = 1 << 18;

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let from = memchr::memrchr2(b'\n', b'\r', &bytes[..first]).map_or(0, |at| at + 1);
    let sample = &bytes[from.max(first.saturating_sub(SAMPLE))..bytes.len().min(first + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if let Some(meant) = damaged(sample, guess) {
        return meant;
    }
    if guess.is_single_byte() && is_mac_roman(sample, guess) { MACINTOSH } else { guess }
}

/// The encoding of several bytes a character that `sample` is written in but for damage. The detector drops an
/// encoding at its first error; so it is asked again without the lines that hold one.
fn damaged(sample: &[u8], guess: &'static Encoding) -> Option<&'static Encoding> {
    let fits = if guess.is_single_byte() { misfits(sample, guess) < 3 } else { is_whole(sample, guess) };
    if fits {
        return None;
    }
    [SHIFT_JIS, EUC_JP, GBK, BIG5, EUC_KR].into_iter().find(|candidate| {
        let (whole, broken): (Vec<&[u8]>, Vec<&[u8]>) =
            sample.split_inclusive(|&byte| byte == b'\n').partition(|line| is_whole(line, candidate));
        if broken.is_empty() || broken.len() * 10 > whole.len().max(20) {
            return false;
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&whole.concat(), true);
        detector.guess(None, Utf8Detection::Deny) == *candidate
    })
}

/// Whether every byte means something.
fn is_whole(bytes: &[u8], encoding: &'static Encoding) -> bool {
    !encoding.decode_without_bom_handling(bytes).1
}

/// Whether the sample reads as Western words in Mac OS Roman where `guess` finds capitals and signs inside words.
fn is_mac_roman(sample: &[u8], guess: &'static Encoding) -> bool {
    let (mac, other) =
        (misfits(sample, MACINTOSH), misfits(sample, guess).max(misfits(sample, WINDOWS_1252)));
    mac * 8 <= other && misfits(sample, guess) >= 2
}

/// How many characters stand where no language puts them: a capital after a small letter, or a sign between two letters.
fn misfits(sample: &[u8], encoding: &'static Encoding) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let chars: Vec<char> = text.chars().collect();
    let inside = chars.windows(3).filter(|window| {
        let [before, this, after] = [window[0], window[1], window[2]];
        if this.is_ascii() || !before.is_alphabetic() {
            return false;
        }
        let joins = matches!(this, '’' | '‘' | '·' | '-' | '–' | '—' | '…' | '\u{ad}');
        this.is_control()
            || (before.is_lowercase() && this.is_uppercase())
            || (after.is_alphabetic() && !this.is_alphabetic() && !joins)
    });
    inside.count()
}

/// Text as it grows, with its map.
struct Decoding {
    text: String,
    map: OffsetMap,
    damaged: usize,
}

impl Decoding {
    fn new(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), map: OffsetMap::default(), damaged: 0 }
    }

    /// Appends U+FFFD for `origin` bytes that mean nothing.
    fn damage(&mut self, origin: usize) {
        self.text.push('\u{fffd}');
        self.map.push_opaque('\u{fffd}'.len_utf8(), origin);
        self.damaged += 1;
    }

    fn utf8(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            self.utf8_text(chunk.valid());
            if !chunk.invalid().is_empty() {
                self.damage(chunk.invalid().len());
            }
        }
    }

    /// Appends valid UTF-8, without byte order marks and NUL. A mark that keeps two line breaks apart stays.
    fn utf8_text(&mut self, text: &str) {
        let mut from = 0;
        for mark in memmem::find_iter(text.as_bytes(), "\u{feff}") {
            self.without_nul(&text[from..mark]);
            from = mark + '\u{feff}'.len_utf8();
            if self.text.ends_with('\r') && text[from..].starts_with('\n') {
                self.verbatim(&text[mark..from]);
            } else {
                self.map.push_opaque(0, from - mark);
            }
        }
        self.without_nul(&text[from..]);
    }

    fn without_nul(&mut self, text: &str) {
        let mut from = 0;
        for nul in memchr_iter(0, text.as_bytes()) {
            self.verbatim(&text[from..nul]);
            self.damage(1);
            from = nul + 1;
        }
        self.verbatim(&text[from..]);
    }

    fn verbatim(&mut self, text: &str) {
        self.text.push_str(text);
        self.map.push_linear(text.len(), 1);
    }

    fn utf16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16) {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let mut run = Utf16Run::default();
        let mut characters = char::decode_utf16(units).peekable();
        while let Some(decoded) = characters.next() {
            let parts_breaks = self.text.ends_with('\r') && characters.peek() == Some(&Ok('\n'));
            match decoded {
                Ok('\u{feff}') if !parts_breaks => {
                    run.flush(&mut self.map);
                    self.map.push_opaque(0, 2);
                }
                Ok('\0') | Err(_) => {
                    run.flush(&mut self.map);
                    self.damage(2);
                }
                Ok(character) => {
                    run.push(character, &mut self.map);
                    self.text.push(character);
                }
            }
        }
        run.flush(&mut self.map);
        if bytes.len() % 2 == 1 {
            self.damage(1);
        }
    }

    fn legacy(&mut self, bytes: &[u8], encoding: &'static Encoding) {
        let mut at = 0;
        while at < bytes.len() {
            let plain =
                bytes[at..].iter().position(|&byte| byte >= 0x80 || byte == 0).unwrap_or(bytes.len() - at);
            // ASCII means itself in every encoding that the guess may return.
            self.text.extend(bytes[at..at + plain].iter().map(|&byte| char::from(byte)));
            self.map.push_linear(plain, 1);
            at += plain;
            if bytes.get(at) == Some(&0) {
                self.damage(1);
                at += 1;
                continue;
            }
            let run = foreign_run(&bytes[at..], encoding);
            let (text, _) = encoding.decode_without_bom_handling(&bytes[at..at + run.end]);
            self.damaged += text.matches('\u{fffd}').count();
            self.text.push_str(&text);
            self.map.push_opaque(text.len(), run.end);
            at += run.end;
        }
    }
}

/// The characters at the start of `bytes` that are not ASCII, which may have bytes of ASCII in them.
fn foreign_run(bytes: &[u8], encoding: &'static Encoding) -> Range<usize> {
    let mut at = 0;
    while at < bytes.len() && bytes[at] >= 0x80 {
        at += char_len(&bytes[at..], encoding);
    }
    0..at
}

/// Length of the first character, whose first byte is not ASCII. A line break is never part of one.
fn char_len(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let alone = encoding.is_single_byte()
        || (encoding == SHIFT_JIS && matches!(bytes[0], 0x80 | 0xa0..=0xdf | 0xfd..=0xff));
    let Some(&second) = bytes.get(1) else { return 1 };
    if alone || second < 0x30 {
        return 1;
    }
    let wanted = match second {
        0x30..=0x39 if encoding == GBK || encoding == GB18030 => 4,
        _ if encoding == EUC_JP && bytes[0] == 0x8f => 3,
        _ => 2,
    };
    bytes[..wanted.min(bytes.len())].iter().position(|&byte| byte < 0x30).unwrap_or(wanted.min(bytes.len()))
}

/// Characters of UTF-16 that take the same number of bytes, waiting to become one piece of the map.
#[derive(Default)]
struct Utf16Run {
    width: usize,
    derived: usize,
    origin: usize,
}

impl Utf16Run {
    fn push(&mut self, character: char, map: &mut OffsetMap) {
        if self.width != character.len_utf8() {
            self.flush(map);
            self.width = character.len_utf8();
        }
        self.derived += character.len_utf8();
        self.origin += 2 * character.len_utf16();
    }

    /// Where a character takes one or two bytes, or four, each byte stands for a fixed number; three stand for two.
    fn flush(&mut self, map: &mut OffsetMap) {
        match self.width {
            1 => map.push_linear(self.derived, 2),
            2 | 4 => map.push_linear(self.derived, 1),
            _ => map.push_opaque(self.derived, self.origin),
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(decoded: &Decoded) -> Vec<(char, (usize, usize))> {
        let places = decoded.text.char_indices();
        places.map(|(at, c)| (c, decoded.map.to_origin(at, at + c.len_utf8()))).collect()
    }

    #[test]
    fn byte_order_marks_go_and_offsets_stay_true() {
        assert_eq!(decode("a\r\u{feff}\u{feff}\nb".as_bytes()).unwrap().text, "a\r\u{feff}\nb");
        let decoded = decode(b"\xef\xbb\xbfa\xef\xbb\xbfb").unwrap();
        assert_eq!(origins(&decoded), [('a', (3, 4)), ('b', (7, 8))]);
    }

    #[test]
    fn utf16_keeps_surrogate_pairs_and_marks_lone_ones() {
        let decoded = decode(b"\xff\xfea\0\x3d\xd8\x00\xdeb\0\x3d\xd8c\0\0\0x").unwrap();
        assert_eq!((decoded.encoding, decoded.damaged), ("UTF-16LE", 3));
        let expected = [
            ('a', (2, 4)),
            ('😀', (4, 8)),
            ('b', (8, 10)),
            ('\u{fffd}', (10, 12)),
            ('c', (12, 14)),
            ('\u{fffd}', (14, 16)),
            ('\u{fffd}', (16, 17)),
        ];
        assert_eq!(origins(&decoded), expected);
    }

    #[test]
    fn a_line_break_behind_half_a_character_stays() {
        // Detection takes such a file for something else: the decoding itself must hold.
        let mut decoding = Decoding::new(0);
        decoding.legacy(b"a\x93\nend\x93", SHIFT_JIS);
        assert_eq!((decoding.text.as_str(), decoding.damaged), ("a\u{fffd}\nend\u{fffd}", 2));
    }

    #[test]
    fn a_stray_nul_does_not_make_utf16() {
        assert_eq!(decode("один два три\0четыре".as_bytes()).unwrap().text, "один два три\u{fffd}четыре");
    }
}

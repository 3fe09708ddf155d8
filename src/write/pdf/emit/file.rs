//! The file itself: objects in packed object streams, and where each is (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! Objects of structure are many. They come as the text that they are in the file, and never stand in memory as trees.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};
use rayon::prelude::*;

use super::ops::push_number;

/// Objects in one object stream: enough to pack well, few enough for a reader that wants one of them.
const IN_STREAM: usize = 500;
/// Object streams that are packed together, on all processors: as text they take ten times what they take packed.
const STREAMS_AT_ONCE: usize = 32;

/// A file that is being written.
pub(super) struct File {
    out: Vec<u8>,
    /// Where each object is, by number; number zero is never used.
    places: Vec<Place>,
    /// Objects that go into object streams.
    chunks: Vec<Chunk>,
    /// The object streams before those, and the numbers of what each holds.
    packed: Vec<(Vec<u32>, Stream)>,
}

#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    /// From the start of the file.
    At(usize),
    /// Number of its object stream, and its index there.
    In(u32, u16),
}

#[derive(Default)]
struct Chunk {
    /// Number of each object, and where it starts in `text`.
    starts: Vec<(u32, usize)>,
    text: Vec<u8>,
}

impl File {
    /// A file whose next new object has this number.
    pub fn new(next: u32) -> Self {
        // The second line tells that the file is binary (7.5.2).
        let out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let places = vec![Place::Nowhere; next as usize];
        Self { out, places, chunks: Vec::new(), packed: Vec::new() }
    }

    /// A number for an object that is to be written.
    pub fn reserve(&mut self) -> u32 {
        self.places.push(Place::Nowhere);
        self.places.len() as u32 - 1
    }

    /// Writes an object, as it is in the file.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn text(&mut self, number: u32, text: &[u8]) -> std::io::Result<()> {
        if self.chunks.last().is_none_or(|chunk| chunk.starts.len() >= IN_STREAM) {
            if self.chunks.len() >= STREAMS_AT_ONCE {
                self.pack()?;
            }
            self.chunks.push(Chunk::default());
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.starts.push((number, chunk.text.len()));
            chunk.text.extend_from_slice(text);
            chunk.text.push(b'\n');
        }
        Ok(())
    }

    /// Packs what was written since the last time.
    fn pack(&mut self) -> std::io::Result<()> {
        let chunks = std::mem::take(&mut self.chunks);
        let packed: Vec<_> = chunks.into_par_iter().map(Chunk::packed).collect::<Result<_, _>>()?;
        self.packed.extend(packed);
        Ok(())
    }

    /// Writes an object.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn object(&mut self, number: u32, object: &Object) -> std::io::Result<()> {
        if let Object::Stream(stream) = object {
            self.stream(number, stream);
            return Ok(());
        }
        let mut text = Vec::new();
        push_object(object, &mut text);
        self.text(number, &text)
    }

    fn stream(&mut self, number: u32, stream: &Stream) {
        let mut dictionary = stream.dict.clone();
        dictionary.set("Length", stream.content.len() as i64);
        self.places[number as usize] = Place::At(self.out.len());
        let mut head = format!("{number} 0 obj").into_bytes();
        push_dictionary(&dictionary, &mut head);
        self.out.extend_from_slice(&head);
        self.out.extend_from_slice(b"stream\n");
        self.out.extend_from_slice(&stream.content);
        self.out.extend_from_slice(b"\nendstream endobj\n");
    }

    /// The bytes of the file. `trailer` says what its root is.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn finish(mut self, mut trailer: Dictionary) -> std::io::Result<Vec<u8>> {
        self.pack()?;
        for (numbers, stream) in std::mem::take(&mut self.packed) {
            let own = self.reserve();
            for (index, number) in numbers.into_iter().enumerate() {
                self.places[number as usize] = Place::In(own, index as u16);
            }
            self.stream(own, &stream);
        }
        let own = self.reserve();
        let start = self.out.len();
        self.places[own as usize] = Place::At(start);
        trailer.set("Type", "XRef");
        trailer.set("Size", self.places.len() as i64);
        trailer.set("W", [1, 4, 2].map(Object::Integer).to_vec());
        trailer.set("Filter", "FlateDecode");
        let mut rows = Dictionary::new();
        rows.set("Predictor", 12);
        rows.set("Columns", 7);
        trailer.set("DecodeParms", rows);
        let content = zlib(&cross_references(&self.places))?;
        self.stream(own, &Stream::new(trailer, content));
        write!(self.out, "startxref\n{start}\n%%EOF\n")?;
        Ok(self.out)
    }
}

impl Chunk {
    fn packed(self) -> std::io::Result<(Vec<u32>, Stream)> {
        let mut text = Vec::with_capacity(self.text.len() + self.starts.len() * 10);
        for (number, start) in &self.starts {
            write!(text, "{number} {start} ")?;
        }
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", "ObjStm");
        dictionary.set("N", self.starts.len() as i64);
        dictionary.set("First", text.len() as i64);
        dictionary.set("Filter", "FlateDecode");
        text.extend_from_slice(&self.text);
        let numbers = self.starts.into_iter().map(|(number, _)| number).collect();
        Ok((numbers, Stream::new(dictionary, zlib(&text)?)))
    }
}

/// Rows of seven bytes, each as its difference from the one above, so that they pack well.
fn cross_references(places: &[Place]) -> Vec<u8> {
    let mut out = Vec::with_capacity(places.len() * 8);
    let mut above = [0_u8; 7];
    for place in places {
        let (kind, first, second) = match *place {
            Place::Nowhere => (0, 0, u16::MAX),
            Place::At(offset) => (1, offset as u32, 0),
            Place::In(stream, index) => (2, stream, index),
        };
        let mut row = [kind; 7];
        row[1..5].copy_from_slice(&first.to_be_bytes());
        row[5..].copy_from_slice(&second.to_be_bytes());
        out.push(2);
        out.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
    }
    out
}

/// `bytes`, packed.
///
/// # Errors
/// Never, since it is all in memory.
pub(super) fn zlib(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    packer.finish()
}

/// Appends a reference to an object.
pub(super) fn push_reference((number, generation): ObjectId, out: &mut Vec<u8>) {
    // Writing into memory does not fail.
    let _ = write!(out, " {number} {generation} R");
}

/// Appends an object that is no stream (7.3).
pub(super) fn push_object(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Boolean(true) => out.extend_from_slice(b" true"),
        Object::Boolean(false) => out.extend_from_slice(b" false"),
        Object::Integer(number) => {
            let _ = write!(out, " {number}");
        }
        Object::Real(number) => {
            out.push(b' ');
            push_number(*number, 8, out);
        }
        Object::Name(name) => push_name(name, out),
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            for byte in text {
                let _ = write!(out, "{byte:02X}");
            }
            out.push(b'>');
        }
        Object::String(text, StringFormat::Literal) => {
            out.push(b'(');
            text.iter().for_each(|&byte| push_escaped(byte, out));
            out.push(b')');
        }
        Object::Array(items) => {
            out.push(b'[');
            items.iter().for_each(|item| push_object(item, out));
            out.push(b']');
        }
        Object::Dictionary(dictionary) => push_dictionary(dictionary, out),
        Object::Reference(id) => push_reference(*id, out),
        Object::Null | Object::Stream(_) => out.extend_from_slice(b" null"),
    }
}

/// Appends a byte of a literal string (7.3.4.2).
pub(super) fn push_escaped(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        b'\r' => out.extend_from_slice(b"\\r"),
        _ => out.push(byte),
    }
}

fn push_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        push_name(key, out);
        push_object(value, out);
    }
    out.extend_from_slice(b">>");
}

/// Appends a name: signs that mean something else are written by number (7.3.5).
fn push_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_alphanumeric() || b"+-_.*:,!$@^".contains(&byte) {
            out.push(byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn objects_are_read_back_as_they_were() {
        let objects: Vec<Object> = vec![
            dictionary! { "Name with space" => "a/b", "Real" => 0.000_81_f32, "Null" => Object::Null }.into(),
            vec![1.into(), (-2.5).into(), true.into(), Object::Reference((7, 0))].into(),
            Object::string_literal("brackets ( ) and \\ and \r"),
            Object::String(vec![0xFE, 0xFF, 0, 65], StringFormat::Hexadecimal),
            Stream::new(dictionary! { "Own" => 1 }, b"some content".to_vec()).into(),
        ];
        let mut file = File::new(objects.len() as u32 + 1);
        for (index, object) in objects.iter().enumerate() {
            file.object(index as u32 + 1, object).expect("packed");
        }
        let root = file.reserve();
        file.text(root, b"<</Type/Catalog>>").expect("packed");
        let bytes = file.finish(dictionary! { "Root" => Object::Reference((root, 0)) }).expect("a file");
        let read = lopdf::Document::load_mem(&bytes).expect("a document");
        for (index, object) in objects.iter().enumerate() {
            let found = read.get_object((index as u32 + 1, 0)).expect("an object");
            match (object, found) {
                (Object::Stream(own), Object::Stream(found)) => assert_eq!(own.content, found.content),
                _ => assert_eq!(object, found),
            }
        }
    }
}

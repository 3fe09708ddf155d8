//! A piecewise map between the offsets of a text and of what it was made from.
//!
//! Decoding, repair and the dedenting of containers each change offsets; each of them yields one
//! such map, and maps compose, so that every place leads back to the bytes on the user's disk.

/// Maps offsets of a derived text back to its origin.
///
/// A text is cut into pieces. Inside a *linear* piece each derived byte stands for `step` bytes of
/// the origin, so that a cut maps exactly; inside an *opaque* piece (a repaired run, a decoded
/// character) no cut has a counterpart and offsets round outward.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// In derived order; together they cover the derived text.
    pieces: Vec<Piece>,
    derived_len: usize,
    origin_len: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    derived: usize,
    origin: usize,
    origin_end: usize,
    /// Origin bytes per derived byte; `None` when the piece is opaque.
    step: Option<u8>,
}

impl OffsetMap {
    /// The map of a text that equals its origin.
    pub fn identity(len: usize) -> Self {
        let mut map = Self::default();
        map.push_linear(len, 1);
        map
    }

    /// Appends `derived` bytes that stand for `derived * step` bytes of the origin, one by one.
    pub fn push_linear(&mut self, derived: usize, step: u8) {
        let origin = self.origin_len;
        self.push(derived, origin, origin + derived * usize::from(step), Some(step));
    }

    /// Appends a run of `derived` bytes that stands as a whole for `origin` bytes; either may be
    /// zero (something dropped, something inserted).
    pub fn push_opaque(&mut self, derived: usize, origin: usize) {
        let start = self.origin_len;
        self.push(derived, start, start + origin, None);
    }

    fn push(&mut self, derived: usize, origin: usize, origin_end: usize, step: Option<u8>) {
        self.origin_len = self.origin_len.max(origin_end);
        if derived == 0 {
            return;
        }
        match self.pieces.last_mut() {
            Some(last) if step.is_some() && last.step == step && last.origin_end == origin => {
                last.origin_end = origin_end;
            }
            _ => self.pieces.push(Piece { derived: self.derived_len, origin, origin_end, step }),
        }
        self.derived_len += derived;
    }

    /// Length of the derived text in bytes.
    pub fn derived_len(&self) -> usize {
        self.derived_len
    }

    /// Length of the origin in bytes.
    pub fn origin_len(&self) -> usize {
        self.origin_len
    }

    /// The origin of the derived range `start..end`; a cut inside an opaque piece rounds outward.
    ///
    /// What was dropped at either edge of the range stays outside.
    pub fn to_origin(&self, start: usize, end: usize) -> (usize, usize) {
        if start >= end {
            let at = self.floor(start);
            return (at, at);
        }
        (self.floor(start), self.ceil(end))
    }

    /// The map from this map's derived text to the origin of `inner`, whose derived text is this map's origin.
    #[must_use]
    pub fn after(&self, inner: &Self) -> Self {
        let mut composed = Self::default();
        for (index, piece) in self.pieces.iter().enumerate() {
            match piece.step {
                None => {
                    let (from, to) = inner.to_origin(piece.origin, piece.origin_end);
                    composed.push(self.end_of(index) - piece.derived, from, to, None);
                }
                Some(step) => composed.push_through(inner, piece.origin, piece.origin_end, step),
            }
        }
        composed.origin_len = inner.origin_len;
        composed
    }

    /// Appends what `inner` says of its derived range `from..to`, of which `outer` bytes stand for one of ours.
    fn push_through(&mut self, inner: &Self, from: usize, to: usize, outer: u8) {
        let mut at = from;
        let mut index = inner.piece_at(from);
        while at < to {
            let stop = inner.end_of(index).min(to);
            let piece = inner.pieces[index];
            let derived = (stop - at) / usize::from(outer);
            match piece.step {
                Some(step) => {
                    let (start, end) = inner.to_origin(at, stop);
                    self.push(derived, start, end, Some(step * outer));
                }
                None => self.push(derived, piece.origin, piece.origin_end, None),
            }
            at = stop;
            index += 1;
        }
    }

    /// Where the piece ends in the derived text.
    fn end_of(&self, index: usize) -> usize {
        self.pieces.get(index + 1).map_or(self.derived_len, |next| next.derived)
    }

    /// The piece that holds the byte at `derived`.
    fn piece_at(&self, derived: usize) -> usize {
        self.pieces.partition_point(|piece| piece.derived <= derived).saturating_sub(1)
    }

    fn floor(&self, derived: usize) -> usize {
        if derived >= self.derived_len {
            return self.origin_len;
        }
        let piece = self.pieces[self.piece_at(derived)];
        piece.step.map_or(piece.origin, |step| piece.origin + (derived - piece.derived) * usize::from(step))
    }

    /// Origin end of a non-empty range that ends at `derived`.
    fn ceil(&self, derived: usize) -> usize {
        let Some(piece) = derived.checked_sub(1).and_then(|last| self.pieces.get(self.piece_at(last))) else {
            return 0;
        };
        piece
            .step
            .map_or(piece.origin_end, |step| piece.origin + (derived - piece.derived) * usize::from(step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ab` + dropped `xx` + `Q` made from `qqq` + `cd`.
    fn sample() -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push_linear(2, 1);
        map.push_opaque(0, 2);
        map.push_opaque(1, 3);
        map.push_linear(2, 1);
        map
    }

    #[test]
    fn cuts_inside_an_opaque_run_round_outward() {
        let map = sample();
        assert_eq!((map.derived_len(), map.origin_len()), (5, 9));
        assert_eq!(map.to_origin(0, 2), (0, 2));
        assert_eq!(map.to_origin(2, 3), (4, 7));
        assert_eq!(map.to_origin(3, 5), (7, 9));
        assert_eq!(map.to_origin(1, 4), (1, 8));
        assert_eq!(map.to_origin(5, 5), (9, 9));
    }

    #[test]
    fn a_map_after_the_identity_is_itself() {
        let map = sample();
        let same = map.after(&OffsetMap::identity(9));
        for start in 0..5 {
            for end in start..=5 {
                assert_eq!(map.to_origin(start, end), same.to_origin(start, end), "{start}..{end}");
            }
        }
    }

    #[test]
    fn maps_compose() {
        let mut utf16 = OffsetMap::default();
        utf16.push_opaque(0, 2);
        utf16.push_linear(9, 2);
        let composed = sample().after(&utf16);
        assert_eq!(composed.to_origin(0, 1), (2, 4));
        assert_eq!(composed.to_origin(2, 3), (10, 16));
        assert_eq!(composed.to_origin(4, 5), (18, 20));
    }
}

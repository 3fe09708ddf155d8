//! Where columns end: of all ways, the one that leaves the least room and parts the least that belongs together.

use super::slab::{Keep, Slab};
use super::units::Pt;

/// What an end costs. Room that stays empty counts by the square of its share of the column: an eighth costs 16, a
/// quarter 62, all of it 1000.
mod cost {
    pub const EMPTY: f32 = 1000.0;
    /// Every column, so that no end makes a product longer without need.
    pub const COLUMN: f32 = 1.0;
    pub const RATHER: f32 = 16.0;
    pub const MUST: f32 = 5_000.0;
}

/// Heights are sums: what is taller by less than this fits.
pub const TOLERANCE: Pt = Pt(0.01);
/// No column holds more slabs: those without height would let it go on for ever.
const MOST_SLABS: usize = 2_000;

/// Where a column ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Index of the first slab behind it.
    pub slab: usize,
    /// The height that its content is to reach.
    pub height: Pt,
}

/// Where the columns end that `slabs` fill; the columns of the last page are equally tall.
pub fn ends(slabs: &[Slab], columns: usize, height: Pt) -> Vec<End> {
    let cuts = best(slabs, height);
    let on_last = match cuts.len() % columns {
        0 => columns.min(cuts.len()),
        rest => rest,
    };
    let full = cuts.len() - on_last;
    let mut ends: Vec<End> = cuts[..full].iter().map(|&slab| End { slab, height }).collect();
    let start = ends.last().map_or(0, |end| end.slab);
    match even(&slabs[start..], columns, height) {
        Some((cuts, height)) => ends.extend(cuts.iter().map(|&cut| End { slab: start + cut, height })),
        None => ends.extend(cuts[full..].iter().map(|&slab| End { slab, height })),
    }
    ends
}

/// Height of what goes above `slab` at the head of a column.
pub fn resumed(slab: &Slab) -> Pt {
    slab.resume.as_ref().map_or(Pt::ZERO, |resume| resume.height + slab.gap)
}

/// Height of what goes below `slab` at the foot of a column.
pub fn suspended(slab: &Slab) -> Pt {
    slab.suspend.as_ref().map_or(Pt::ZERO, |suspend| suspend.height + suspend.gap)
}

/// The cheapest ends of columns of this height: the least sum over all of them, found from the front.
fn best(slabs: &[Slab], height: Pt) -> Vec<usize> {
    let count = slabs.len();
    let mut cheapest = vec![(f32::INFINITY, 0_u32); count + 1];
    cheapest[0].0 = 0.0;
    for from in 0..count {
        let so_far = cheapest[from].0;
        let mut used = resumed(&slabs[from]);
        for to in from + 1..=count.min(from + MOST_SLABS) {
            let last = &slabs[to - 1];
            used += last.height + if to == from + 1 { Pt::ZERO } else { last.gap };
            let total = if to < count { used + suspended(last) } else { used };
            let fits = total <= height + TOLERANCE;
            // What is taller than a column stands alone.
            if fits || to == from + 1 {
                let cost = so_far + end_cost(last.keep, ((height - total) / height).max(0.0), to == count);
                if cost < cheapest[to].0 {
                    cheapest[to] = (cost, from as u32);
                }
            }
            if used > height + TOLERANCE {
                break;
            }
        }
    }
    let mut cuts = Vec::new();
    let mut at = count;
    while at > 0 {
        cuts.push(at);
        at = cheapest[at].1 as usize;
    }
    cuts.reverse();
    cuts
}

fn end_cost(keep: Keep, empty: f32, is_last: bool) -> f32 {
    if is_last {
        return cost::COLUMN;
    }
    let parted = match keep {
        Keep::Free => 0.0,
        Keep::Rather => cost::RATHER,
        Keep::Must => cost::MUST,
    };
    cost::COLUMN + parted + cost::EMPTY * empty * empty
}

/// The lowest columns that hold all of `slabs`: where they end, and how tall they are. `None` when they do not fit
/// without parting what belongs together.
fn even(slabs: &[Slab], columns: usize, height: Pt) -> Option<(Vec<usize>, Pt)> {
    let mut found = (greedy(slabs, columns, height)?, height);
    let (mut low, mut high) = (0.0, height.0);
    while high - low > 0.5 {
        let middle = (low + high) / 2.0;
        match greedy(slabs, columns, Pt(middle)) {
            Some(cuts) => {
                found = (cuts, Pt(middle));
                high = middle;
            }
            None => low = middle,
        }
    }
    Some(found)
}

/// Where columns of this height end when each is filled before the next; `None` when they are too few.
fn greedy(slabs: &[Slab], columns: usize, height: Pt) -> Option<Vec<usize>> {
    let mut cuts = Vec::with_capacity(columns);
    let mut start = 0;
    for _ in 0..columns {
        start += column(&slabs[start..], height)?;
        cuts.push(start);
    }
    (start == slabs.len()).then_some(cuts)
}

/// How many of `slabs` stand in a column of this height; `None` when none does.
fn column(slabs: &[Slab], height: Pt) -> Option<usize> {
    let mut used = slabs.first().map_or(Pt::ZERO, resumed);
    let mut good = None;
    for (index, slab) in slabs.iter().enumerate() {
        used += slab.height + if index == 0 { Pt::ZERO } else { slab.gap };
        if used > height + TOLERANCE {
            return good;
        }
        let is_last = index + 1 == slabs.len();
        let with_end = if is_last { used } else { used + suspended(slab) };
        if (is_last || slab.keep == Keep::Free) && with_end <= height + TOLERANCE {
            good = Some(index + 1);
        }
    }
    Some(good.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slab(height: f32, keep: Keep) -> Slab {
        Slab { height: Pt(height), keep, ..Slab::default() }
    }

    fn cuts(slabs: &[Slab], height: f32) -> Vec<usize> {
        best(slabs, Pt(height))
    }

    #[test]
    fn a_column_ends_before_what_must_stay_together() {
        use Keep::{Free, Must};
        let slabs = [slab(10.0, Free), slab(10.0, Must), slab(10.0, Must), slab(10.0, Free)];
        assert_eq!(cuts(&slabs, 35.0), [1, 4]);
        assert_eq!(cuts(&slabs, 40.0), [4]);
    }

    #[test]
    fn a_chain_taller_than_the_column_is_cut_and_not_lost() {
        let slabs = vec![slab(10.0, Keep::Must); 3];
        assert_eq!(cuts(&slabs, 25.0).last(), Some(&3));
        assert_eq!(cuts(&slabs, 5.0), [1, 2, 3]);
    }

    #[test]
    fn a_column_gives_up_a_line_so_that_a_later_one_is_full() {
        // Filled one by one, the first column takes ten lines, and the second ends before the block of nine.
        let mut slabs = vec![slab(10.0, Keep::Free); 12];
        slabs.extend(vec![slab(10.0, Keep::Must); 8]);
        slabs.extend(vec![slab(10.0, Keep::Free); 20]);
        let ends = cuts(&slabs, 110.0);
        let least = ends.windows(2).map(|pair| pair[1] - pair[0]).rev().skip(1).min();
        assert!(least >= Some(9), "{ends:?}");
    }

    #[test]
    fn what_comes_above_and_below_a_cut_takes_its_room() {
        let label = std::sync::Arc::new(slab(10.0, Keep::Free));
        let line = Slab { resume: Some(label.clone()), suspend: Some(label), ..slab(10.0, Keep::Free) };
        let mut slabs = vec![line; 8];
        slabs[0].resume = None;
        // Three lines and what is below them; what is above, two and what is below; the same again.
        assert_eq!(cuts(&slabs, 40.0), [3, 5, 8]);
    }

    #[test]
    fn the_columns_of_the_last_page_are_even() {
        let slabs = vec![slab(10.0, Keep::Free); 9];
        let ends = ends(&slabs, 3, Pt(500.0));
        assert_eq!(ends.iter().map(|end| end.slab).collect::<Vec<_>>(), [3, 6, 9]);
        assert!((30.0..31.0).contains(&ends[0].height.0), "{ends:?}");
    }
}

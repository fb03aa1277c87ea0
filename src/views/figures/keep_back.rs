//! Keeping small numbers back: no number under five is shown, and none can be worked out from what is.
//!
//! Rule: a table is numbers and lines, a line saying that parts make a total. A number under five is not shown. What then follows
//! from the lines is reckoned as a reader would: if a hidden number could be found by subtraction, or hidden numbers add up to
//! under five, or what is said of them ("fewer than 5", "kept back") leaves one answer alone, another number is hidden too, the
//! smallest first and a total last.

/// The least number that is shown.
pub const LEAST: u32 = 5;

/// A number as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The number itself.
    Number(u32),
    /// It is under five.
    Fewer,
    /// It is kept back, so that another cannot be worked out.
    Back,
}

impl Shown {
    /// The number; `None` where it is not shown.
    pub fn number(self) -> Option<u32> {
        match self {
            Shown::Number(number) => Some(number),
            Shown::Fewer | Shown::Back => None,
        }
    }
}

/// Parts that make a total, by the places of the numbers.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) total: usize,
    pub(super) parts: Vec<usize>,
}

/// A table being hidden.
struct Sheet<'a> {
    values: &'a [u32],
    lines: &'a [Line],
    /// Whether a number stands in the table at all; one that does not is hidden with nothing said of it.
    listed: &'a [bool],
    /// Numbers of five and more that stay shown, since another table has them too.
    fixed: &'a [bool],
    shown: Vec<bool>,
    /// Hidden numbers of which not even that they are under five is said.
    silent: Vec<bool>,
}

/// How each number is shown; `None` for what is not listed.
pub(super) fn protect(values: &[u32], lines: &[Line], listed: &[bool], fixed: &[bool]) -> Vec<Option<Shown>> {
    let shown = values.iter().zip(listed).map(|(value, listed)| *listed && *value >= LEAST).collect();
    let mut sheet = Sheet { values, lines, listed, fixed, shown, silent: vec![false; values.len()] };
    while let Some(next) = sheet.next() {
        match next {
            Next::Hide(at) => set(&mut sheet.shown, at, false),
            Next::Hush(at) => set(&mut sheet.silent, at, true),
        }
    }
    let one = |(at, value): (usize, &u32)| {
        if !get(listed, at) {
            None
        } else if get(&sheet.shown, at) {
            Some(Shown::Number(*value))
        } else if *value < LEAST && !get(&sheet.silent, at) {
            Some(Shown::Fewer)
        } else {
            Some(Shown::Back)
        }
    };
    values.iter().enumerate().map(one).collect()
}

fn get(list: &[bool], at: usize) -> bool {
    list.get(at).copied().unwrap_or(false)
}

fn set(list: &mut [bool], at: usize, to: bool) {
    if let Some(one) = list.get_mut(at) {
        *one = to;
    }
}

/// What is to be done next.
enum Next {
    Hide(usize),
    /// Say nothing of a hidden number: nothing is left to hide.
    Hush(usize),
}

impl Sheet<'_> {
    fn value(&self, at: usize) -> i64 {
        self.values.get(at).copied().map_or(0, i64::from)
    }

    fn small(&self, at: usize) -> bool {
        self.value(at) < i64::from(LEAST)
    }

    /// What a reader knows of a number: the least and the most it may be.
    fn bounds(&self, at: usize) -> (i64, i64) {
        const MOST: i64 = 1 << 40;
        match () {
            () if get(&self.shown, at) => (self.value(at), self.value(at)),
            () if !get(self.listed, at) || get(&self.silent, at) => (0, MOST),
            () if self.small(at) => (0, i64::from(LEAST) - 1),
            () => (i64::from(LEAST), MOST),
        }
    }

    /// The first flaw, and what mends it; `None` if there is none.
    fn next(&self) -> Option<Next> {
        let found = self.determined();
        if let Some(at) = found.iter().copied().find(|at| self.small(*at)) {
            let near = self.lines.iter().filter(|line| line.total == at || line.parts.contains(&at));
            let near = self.smallest(near.flat_map(|line| &line.parts).copied());
            let next =
                near.or_else(|| self.smallest(self.lines.iter().flat_map(|line| &line.parts).copied()));
            if let Some(next) = next.or_else(|| self.smallest(self.lines.iter().map(|line| line.total))) {
                return Some(Next::Hide(next));
            }
        }
        let known = |at: &usize| get(&self.shown, *at) || found.contains(at);
        for line in self.lines {
            let hidden: Vec<usize> = line.parts.iter().copied().filter(|at| !known(at)).collect();
            if !known(&line.total) || hidden.is_empty() {
                continue;
            }
            let sum: i64 = hidden.iter().map(|at| self.value(*at)).sum();
            if sum < i64::from(LEAST)
                && let Some(next) = self.hide_in(line)
            {
                return Some(next);
            }
            let (least, most) = hidden
                .iter()
                .map(|at| self.bounds(*at))
                .fold((0, 0), |(l, m), (least, most)| (l + least, m + most));
            for at in &hidden {
                let (l, m) = self.bounds(*at);
                let (low, high) = (l.max(sum - (most - m)), m.min(sum - (least - l)));
                if low == high && self.small(*at) {
                    let loud =
                        hidden.iter().copied().find(|at| get(self.listed, *at) && !get(&self.silent, *at));
                    let next = self.hide_in(line).or(loud.map(Next::Hush));
                    if next.is_some() {
                        return next;
                    }
                }
            }
        }
        None
    }

    /// Hides the smallest part of a line; where none is left to hide, the smallest of the lines that it crosses, else of any.
    fn hide_in(&self, line: &Line) -> Option<Next> {
        let crosses = |other: &&Line| line.parts.iter().any(|at| other.total == *at || other.parts.contains(at));
        let near = self.lines.iter().filter(crosses).flat_map(|other| &other.parts).copied();
        let found = self.smallest(line.parts.iter().copied()).or_else(|| self.smallest(near));
        found.or_else(|| self.smallest(self.lines.iter().flat_map(|line| &line.parts).copied())).map(Next::Hide)
    }

    fn smallest(&self, among: impl Iterator<Item = usize>) -> Option<usize> {
        among
            .filter(|at| get(&self.shown, *at) && !get(self.fixed, *at))
            .min_by_key(|at| (self.value(*at), *at))
    }

    /// The hidden numbers that follow from the lines: those that stand alone in a row of the reduced equations.
    fn determined(&self) -> Vec<usize> {
        let unknown: Vec<usize> = (0..self.values.len()).filter(|at| !get(&self.shown, *at)).collect();
        let column = |at: usize| unknown.iter().position(|one| *one == at);
        let mut rows: Vec<Vec<i64>> = Vec::new();
        for line in self.lines {
            let mut row = vec![0_i64; unknown.len()];
            let mut put = |at: usize, by: i64| {
                if let Some(cell) = column(at).and_then(|column| row.get_mut(column)) {
                    *cell += by;
                }
            };
            line.parts.iter().for_each(|at| put(*at, 1));
            put(line.total, -1);
            rows.push(row);
        }
        reduce(&mut rows, unknown.len());
        let alone = |row: &Vec<i64>| {
            let mut some = row.iter().enumerate().filter(|(_, cell)| **cell != 0);
            match (some.next(), some.next()) {
                (Some((at, _)), None) => unknown.get(at).copied(),
                _ => None,
            }
        };
        rows.iter().filter_map(alone).collect()
    }
}

/// A prime: rows are reduced in its field, so that no fraction is lost and nothing grows.
const PRIME: i64 = 2_147_483_647;

fn inverse(of: i64) -> i64 {
    let (mut result, mut base, mut power) = (1_i64, of.rem_euclid(PRIME), PRIME - 2);
    while power > 0 {
        if power & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        power >>= 1;
    }
    result
}

/// Brings rows into reduced form.
fn reduce(rows: &mut [Vec<i64>], columns: usize) {
    let cell = |rows: &[Vec<i64>], row: usize, column: usize| {
        rows.get(row).and_then(|row| row.get(column)).map_or(0, |cell| cell.rem_euclid(PRIME))
    };
    let mut at = 0;
    for column in 0..columns {
        let Some(pivot) = (at..rows.len()).find(|row| cell(rows, *row, column) != 0) else { continue };
        rows.swap(at, pivot);
        let by = inverse(cell(rows, at, column));
        let lead: Vec<i64> = (0..columns).map(|column| cell(rows, at, column) * by % PRIME).collect();
        for (number, row) in rows.iter_mut().enumerate() {
            if number == at {
                row.clone_from(&lead);
                continue;
            }
            let times = row.get(column).map_or(0, |cell| cell.rem_euclid(PRIME));
            for (cell, lead) in row.iter_mut().zip(&lead) {
                *cell = (cell.rem_euclid(PRIME) - times * lead % PRIME).rem_euclid(PRIME);
            }
        }
        at += 1;
        if at == rows.len() {
            return;
        }
    }
}

/// Numbers that make a total: as they are shown, and the total.
pub(super) fn column(parts: &[u32]) -> (Vec<Shown>, Shown) {
    let total = parts.iter().copied().fold(0, u32::saturating_add);
    let values: Vec<u32> = parts.iter().copied().chain([total]).collect();
    let line = Line { total: parts.len(), parts: (0..parts.len()).collect() };
    let fixed: Vec<bool> = (0..values.len()).map(|at| at == parts.len()).collect();
    let listed = vec![true; values.len()];
    let mut shown: Vec<Shown> = protect(&values, &[line], &listed, &fixed).into_iter().flatten().collect();
    let total = shown.pop().unwrap_or(Shown::Back);
    (shown, total)
}

/// Numbers in rows and columns with the totals of both.
pub(super) struct Crossed {
    /// Cells by row; those of a column that is not listed are [`Shown::Back`].
    pub(super) cells: Vec<Vec<Shown>>,
    /// The total of each row.
    pub(super) rows: Vec<Shown>,
    /// The total of each column.
    pub(super) columns: Vec<Shown>,
    /// The total of all.
    pub(super) all: Shown,
}

/// Rows of numbers, as many in each as `listed`, which says which columns stand in the table: one that does not can still be
/// worked out from the totals, and is protected too. The total of all stays shown; with `same`, those of the columns too, since
/// other tables have them.
pub(super) fn crossed(counts: &[Vec<u32>], listed: &[bool], same: bool) -> Crossed {
    let (height, width) = (counts.len(), listed.len());
    // Cells by row with the row's total last; then the row of totals.
    let mut values: Vec<u32> = Vec::new();
    let mut sums = vec![0_u32; width + 1];
    for row in counts {
        let mut total = 0_u32;
        for (at, sum) in sums.iter_mut().enumerate().take(width) {
            let value = row.get(at).copied().unwrap_or(0);
            *sum = sum.saturating_add(value);
            total = total.saturating_add(value);
            values.push(value);
        }
        values.push(total);
        if let Some(all) = sums.last_mut() {
            *all = all.saturating_add(total);
        }
    }
    values.extend(&sums);
    let place = |row: usize, column: usize| row * (width + 1) + column;
    let mut lines: Vec<Line> = (0..=height)
        .map(|row| Line {
            total: place(row, width),
            parts: (0..width).map(|column| place(row, column)).collect(),
        })
        .collect();
    lines.extend((0..=width).map(|column| Line {
        total: place(height, column),
        parts: (0..height).map(|row| place(row, column)).collect(),
    }));
    let stands: Vec<bool> =
        (0..values.len()).map(|at| at % (width + 1) == width || get(listed, at % (width + 1))).collect();
    let fixed: Vec<bool> =
        (0..values.len()).map(|at| at + 1 == values.len() || (same && at >= place(height, 0))).collect();
    let shown: Vec<Shown> =
        protect(&values, &lines, &stands, &fixed).into_iter().map(|one| one.unwrap_or(Shown::Back)).collect();
    let mut rows: Vec<Vec<Shown>> = shown.chunks(width + 1).map(<[Shown]>::to_vec).collect();
    let mut columns = rows.pop().unwrap_or_default();
    let all = columns.pop().unwrap_or(Shown::Back);
    let totals = rows.iter_mut().map(|row| row.pop().unwrap_or(Shown::Back)).collect();
    Crossed { cells: rows, rows: totals, columns, all }
}

#[cfg(test)]
mod tests;

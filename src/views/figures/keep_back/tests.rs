//! Worked tables, and any table at all: what a reader with a pencil could find.

use proptest::prelude::*;

use super::Shown::{Back, Fewer, Number};
use super::*;

#[test]
fn worked_columns() {
    for (parts, shown, total) in [
        (&[12, 20, 8][..], vec![Number(12), Number(20), Number(8)], Number(40)),
        // One small number would follow from the total: the next smallest goes with it.
        (&[3, 12, 20], vec![Fewer, Back, Number(20)], Number(35)),
        // Two that make under five together.
        (&[1, 2, 9, 30], vec![Fewer, Fewer, Back, Number(30)], Number(42)),
        // Two that make five or more hide each other.
        (&[2, 4, 30], vec![Fewer, Fewer, Number(30)], Number(36)),
        // Both at the most that "fewer than 5" can be: only one answer is left.
        (&[4, 4, 30], vec![Fewer, Fewer, Back], Number(38)),
        (&[4, 4], vec![Back, Fewer], Number(8)),
        // Nothing under five may be told, a nought neither.
        (&[0, 9, 11], vec![Fewer, Back, Number(11)], Number(20)),
        (&[1, 2], vec![Fewer, Fewer], Fewer),
        (&[7], vec![Number(7)], Number(7)),
        (&[], vec![], Fewer),
    ] {
        assert_eq!(column(parts), (shown, total), "{parts:?}");
    }
}

#[test]
fn a_column_that_is_not_shown_cannot_be_worked_out_from_the_totals() {
    // On the register, and the others on roll, who are not listed: 30 of 33 would tell of three.
    let found = crossed(&[vec![30, 3], vec![10, 40]], &[true, false], true);
    assert_eq!((found.all, found.columns[0]), (Number(83), Number(40)));
    assert!(found.cells[0][0] == Back || found.rows[0] == Back, "{:?} {:?}", found.cells, found.rows);
}

/// What a reader finds line by line: the last unknown of a line, again and again.
fn solve(known: &mut [Option<i64>], lines: &[Line]) {
    loop {
        let mut found = false;
        for line in lines {
            let mut unknown =
                line.parts.iter().chain([&line.total]).copied().filter(|at| known[*at].is_none());
            let (Some(at), None) = (unknown.next(), unknown.next()) else { continue };
            let sum: i64 =
                line.parts.iter().filter(|part| **part != at).map(|part| known[*part].unwrap()).sum();
            known[at] = Some(if at == line.total { sum } else { known[line.total].unwrap() - sum });
            found = true;
        }
        if !found {
            return;
        }
    }
}

fn audit(values: &[u32], lines: &[Line], shown: &[Option<Shown>]) -> Result<(), TestCaseError> {
    let mut known: Vec<Option<i64>> = Vec::new();
    for (value, shown) in values.iter().zip(shown) {
        match shown {
            Some(Number(number)) => {
                prop_assert!(number == value && *number >= LEAST);
                known.push(Some(i64::from(*number)));
            }
            Some(Fewer) => {
                prop_assert!(*value < LEAST);
                known.push(None);
            }
            _ => known.push(None),
        }
    }
    solve(&mut known, lines);
    for line in lines {
        let hidden: Vec<usize> = line.parts.iter().copied().filter(|at| known[*at].is_none()).collect();
        if known[line.total].is_some() && !hidden.is_empty() {
            let sum: u32 = hidden.iter().map(|at| values[*at]).sum();
            prop_assert!(sum >= LEAST, "{sum} follows by subtraction");
            let fewest = hidden.iter().all(|at| shown[*at] == Some(Fewer));
            prop_assert!(!fewest || sum < 4 * u32::try_from(hidden.len()).unwrap(), "all must be four");
        }
    }
    for (at, found) in known.iter().enumerate() {
        if let Some(found) = found {
            prop_assert_eq!(*found, i64::from(values[at]));
            prop_assert!(*found >= i64::from(LEAST), "{} is found", found);
        }
    }
    Ok(())
}

fn small_or_large() -> impl Strategy<Value = u32> {
    prop_oneof![0_u32..8, 0_u32..60]
}

proptest! {
    #[test]
    fn no_column_lets_one_subtract_to_a_number_under_five(parts in proptest::collection::vec(small_or_large(), 0..9)) {
        let (cells, total) = column(&parts);
        let values: Vec<u32> = parts.iter().copied().chain([parts.iter().sum()]).collect();
        let shown: Vec<Option<Shown>> = cells.into_iter().chain([total]).map(Some).collect();
        let line = Line { total: parts.len(), parts: (0..parts.len()).collect() };
        audit(&values, &[line], &shown)?;
    }

    #[test]
    fn no_table_does(
        counts in (1_usize..4).prop_flat_map(|width| {
            proptest::collection::vec(proptest::collection::vec(small_or_large(), width), 1..7)
        }),
        last_listed in any::<bool>(),
    ) {
        let (height, width) = (counts.len(), counts[0].len());
        let mut listed = vec![true; width];
        listed[width - 1] = last_listed || width == 1;
        let found = crossed(&counts, &listed, false);
        let (mut values, mut shown) = (Vec::new(), Vec::new());
        for (at, row) in counts.iter().enumerate() {
            values.extend(row.iter().copied().chain([row.iter().sum()]));
            let cells = found.cells[at].iter().zip(&listed).map(|(cell, listed)| listed.then_some(*cell));
            shown.extend(cells.chain([Some(found.rows[at])]));
        }
        let column_sum = |column: usize| counts.iter().map(|row| row[column]).sum::<u32>();
        values.extend((0..width).map(column_sum));
        values.push((0..width).map(column_sum).sum());
        shown.extend(found.columns.iter().zip(&listed).map(|(cell, listed)| listed.then_some(*cell)));
        shown.push(Some(found.all));
        let place = |row: usize, column: usize| row * (width + 1) + column;
        let mut lines = Vec::new();
        for row in 0..=height {
            lines.push(Line { total: place(row, width), parts: (0..width).map(|column| place(row, column)).collect() });
        }
        for column in 0..=width {
            lines.push(Line { total: place(height, column), parts: (0..height).map(|row| place(row, column)).collect() });
        }
        audit(&values, &lines, &shown)?;
    }
}

//! The list by itself: selection, marks, filter, folds.

use super::*;

struct Item(u32, &'static str, u32);

impl Row for Item {
    type Key = u32;
    fn key(&self) -> u32 {
        self.0
    }
    fn words(&self) -> String {
        self.1.to_owned()
    }
    fn section(&self) -> u32 {
        self.2
    }
}

fn list() -> List<Item> {
    let mut list = List::headed();
    list.set(vec![Item(1, "ama", 0), Item(2, "ben", 0), Item(3, "cy", 1), Item(4, "amos", 1)]);
    list
}

#[test]
fn marks_filter_and_selection_survive_a_refresh() {
    let mut list = list();
    list.move_by(1);
    list.mark();
    list.set_filter("am");
    list.mark_all();
    assert_eq!((list.shown(), list.marked()), (2, 3));
    list.set(vec![Item(4, "amos", 1), Item(2, "ben", 0), Item(9, "amy", 2)]);
    assert_eq!(list.filter(), "am");
    assert_eq!(list.shown(), 2);
    assert_eq!(list.marked(), 2, "the marks of rows that are still there");
    list.set_filter("");
    assert_eq!(list.chosen().iter().map(|row| row.0).collect::<Vec<_>>(), [4, 2]);
}

#[test]
fn a_row_that_goes_leaves_the_cursor_on_the_one_that_followed() {
    let mut list = list();
    list.move_by(1);
    list.set(vec![Item(1, "ama", 0), Item(3, "cy", 1), Item(4, "amos", 1)]);
    assert_eq!(list.selected().map(|row| row.0), Some(3));
    list.set(Vec::new());
    assert!(list.selected().is_none());
    list.move_by(5);
    list.page(-3);
    list.last();
    list.mark();
    assert_eq!(list.marked(), 0);
}

#[test]
fn the_selected_row_is_always_in_sight() {
    for height in 1..12 {
        let mut list = List::headed();
        list.set((0..50).map(|n| Item(n, "x", n / 7)).collect());
        list.height = height;
        for step in [1, 1, 5, 20, -3, -1, -40, 60, -1, -1, -1, -60, 7] {
            list.move_by(step);
            let line = list.line_of(list.selected);
            assert!(line >= list.top && line < list.top + height, "{height} {step}");
        }
        for pages in [1, 1, 1, -1, 3, -9, 1] {
            list.page(pages);
            let line = list.line_of(list.selected);
            assert!(line >= list.top && line < list.top + height, "{height} page {pages}");
        }
    }
}

/// A row of a list that folds: its number, its words, what it is.
struct Leaf(u32, &'static str, Part);

impl Row for Leaf {
    type Key = u32;
    const FOLDS: bool = true;
    fn key(&self) -> u32 {
        self.0
    }
    fn words(&self) -> String {
        self.1.to_owned()
    }
    fn part(&self) -> Part {
        self.2
    }
}

/// A heading closed at first over one row, then two that are open, over two rows and one.
fn tree() -> List<Leaf> {
    let head = |number, words, closed| Leaf(number, words, Part::Heading { closed });
    let row = |number, words| Leaf(number, words, Part::Row);
    let mut list = List::default();
    list.set(vec![
        head(10, "findings", true),
        row(1, "ama"),
        head(20, "speech", false),
        row(2, "ben"),
        row(3, "amos"),
        head(30, "reading", false),
        row(4, "cy"),
    ]);
    list
}

#[test]
fn a_remark_is_neither_found_nor_counted_nor_marked() {
    let mut list: List<Leaf> = List::default();
    list.set(vec![
        Leaf(10, "", Part::Heading { closed: false }),
        Leaf(1, "ama", Part::Remark),
        Leaf(2, "amos", Part::Row),
    ]);
    assert_eq!((seen(&list), list.total()), (vec![10, 1, 2], 1));
    list.select(&1);
    list.mark();
    assert_eq!((list.marked(), list.selected().unwrap().0), (0, 2));
    list.mark_all();
    assert_eq!(list.marked(), 1);
    list.set_filter("am");
    assert_eq!((seen(&list), list.shown()), (vec![10, 2], 1));
}

fn seen(list: &List<Leaf>) -> Vec<u32> {
    list.shown.iter().map(|number| list.rows[*number as usize].0).collect()
}

#[test]
fn a_heading_folds_the_rows_below_it_and_stays_so_after_a_refresh() {
    let mut list = tree();
    assert_eq!(seen(&list), [10, 20, 2, 3, 30, 4]);
    assert_eq!((list.shown(), list.total()), (4, 4), "what is folded away counts, headings do not");
    assert!(list.unfold() && !list.unfold(), "the first is closed, then it is open");
    assert_eq!(seen(&list), [10, 1, 20, 2, 3, 30, 4]);
    list.move_by(4);
    assert_eq!(list.heading(), None);
    assert!(list.fold());
    assert_eq!(
        (list.selected().unwrap().0, list.heading()),
        (20, Some(true)),
        "the cursor goes to the heading"
    );
    assert!(!list.fold(), "it is folded already");
    assert_eq!(seen(&list), [10, 1, 20, 30, 4]);
    let again = tree();
    list.set(again.rows);
    assert_eq!(seen(&list), [10, 1, 20, 30, 4]);
    assert!(list.turn_fold() && list.turn_fold());
    assert!(list.select(&3));
    assert_eq!(list.selected().unwrap().0, 20, "what is folded away is at its heading");
    assert!(!list.select(&99));
}

#[test]
fn all_groups_fold_at_once_and_what_was_closed_at_first_stays() {
    let mut list = tree();
    list.select(&4);
    assert_eq!(list.turn_all(), Some(true));
    assert_eq!(seen(&list), [10, 20, 30]);
    assert_eq!(list.selected().unwrap().0, 30);
    assert_eq!(list.turn_all(), Some(false));
    assert_eq!(seen(&list), [10, 20, 2, 3, 30, 4]);
    list.select(&20);
    list.fold();
    assert_eq!(list.turn_all(), Some(true), "one was open still");
    list.set(Vec::new());
    assert_eq!((list.turn_all(), list.heading()), (None, None));
    assert!(!list.fold() && !list.unfold() && !list.turn_fold());
}

#[test]
fn a_filter_finds_what_is_folded_away_under_its_heading() {
    let mut list = tree();
    list.turn_all();
    for (filter, expected, found) in
        [("am", vec![10, 1, 20, 3], 2), ("amo", vec![20, 3], 1), ("speech", vec![], 0), ("zz", vec![], 0)]
    {
        list.set_filter(filter);
        assert_eq!((seen(&list), list.shown()), (expected, found), "{filter}");
        assert_eq!(list.selected().map(|row| row.2), (found > 0).then_some(Part::Row), "{filter}");
    }
    list.set_filter("am");
    assert!(!list.turn_fold() && list.turn_all().is_none());
    list.set_filter("");
    assert_eq!(seen(&list), [10, 20, 30]);
}

#[test]
fn a_mark_on_a_heading_marks_its_rows() {
    let mut list = tree();
    list.select(&20);
    list.fold();
    list.mark();
    assert_eq!(list.chosen().iter().map(|row| row.0).collect::<Vec<_>>(), [2, 3]);
    list.select(&20);
    list.mark();
    assert_eq!(list.marked(), 0);
    list.set_filter("am");
    list.mark_all();
    assert_eq!(list.chosen().iter().map(|row| row.0).collect::<Vec<_>>(), [1, 3], "and no heading");
    list.select(&20);
    list.mark();
    assert_eq!(
        list.chosen().iter().map(|row| row.0).collect::<Vec<_>>(),
        [1],
        "what the filter leaves of it"
    );
}

#[test]
fn the_cursor_of_a_list_that_folds_is_always_in_sight() {
    for height in 1..9 {
        let mut list = List::default();
        let part = |n: u32| {
            if n.is_multiple_of(6) { Part::Heading { closed: n.is_multiple_of(12) } } else { Part::Row }
        };
        list.set((0..60).map(|n| Leaf(n, "x", part(n))).collect());
        list.height = height;
        let steps: [fn(&mut List<Leaf>); 9] = [
            |list| list.move_by(9),
            |list| {
                list.fold();
            },
            |list| list.move_by(2),
            |list| {
                list.turn_fold();
            },
            |list| list.last(),
            |list| {
                list.turn_all();
            },
            |list| list.page(-1),
            |list| list.set_filter("x"),
            |list| list.set_filter(""),
        ];
        for (at, step) in steps.iter().cycle().take(40).enumerate() {
            step(&mut list);
            let line = list.line_of(list.selected);
            assert!(line >= list.top && line < list.top + height, "{height} {at}");
        }
    }
}

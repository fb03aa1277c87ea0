//! The rows of the map: what somebody should see to, then the groups with their provisions.
//!
//! Rule: a row's key is the same after every read and knows its group, so that cursor, marks and folds stay where they
//! were. What was found is a remark: no filter finds it, since it stands with its provision in the map too.

use std::sync::Arc;

use crate::domain::ids::{PupilId, RecordId};
use crate::domain::rows::PlaceRow;
use crate::domain::words::{plural, plural_as};
use crate::tui::widgets::list::{Part, Row};
use crate::views::provision::{
    Finding, FindingKind, GroupKey, Map, MapData, MapGroup, MapRow, ProvisionLine, Totals, by_kind,
};

/// The most kinds of finding that have a heading of their own: the map itself should be seen below them.
const MOST: usize = 4;

/// A row.
pub(super) enum Item {
    /// What kind of thing was found, with how many.
    Kind { kind: FindingKind, words: String },
    /// One thing that was found.
    Found { finding: Finding, nth: usize },
    /// A group, with its sums.
    Group { key: Arc<GroupKey>, title: String, totals: Totals },
    /// A provision, or by pupil one place in one.
    Run { data: Arc<MapData>, group: Arc<GroupKey>, row: MapRow },
    /// There is no provision below what was found.
    Nothing,
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum ItemKey {
    Kind(FindingKind),
    Found(FindingKind, Option<RecordId>, Option<PupilId>, usize),
    Group(Arc<GroupKey>),
    /// The provision, the place where the row is one, and the group, since a provision may stand in several.
    Run(RecordId, Option<RecordId>, Arc<GroupKey>),
    Nothing,
}

impl Item {
    /// The provision with its pupils; `None` on headings and findings.
    pub(super) fn line(&self) -> Option<&ProvisionLine> {
        match self {
            Item::Run { data, row, .. } => row.run(data).map(|run| &run.line),
            _ => None,
        }
    }

    /// The pupil's place, where the row is one.
    pub(super) fn place(&self) -> Option<&PlaceRow> {
        match self {
            Item::Run { data, row, .. } => row.place(data).map(|(place, _)| place),
            _ => None,
        }
    }

    /// The provision that the row is about: its own, or that of what was found.
    pub(super) fn provision(&self) -> Option<RecordId> {
        match self {
            Item::Run { .. } => self.line().map(|line| line.id),
            Item::Found { finding, .. } => finding.about.provision,
            _ => None,
        }
    }
}

impl Row for Item {
    type Key = ItemKey;
    const FOLDS: bool = true;

    fn key(&self) -> ItemKey {
        match self {
            Item::Kind { kind, .. } => ItemKey::Kind(*kind),
            Item::Found { finding, nth } => {
                ItemKey::Found(finding.kind, finding.about.provision, finding.about.pupil, *nth)
            }
            Item::Group { key, .. } => ItemKey::Group(Arc::clone(key)),
            Item::Nothing => ItemKey::Nothing,
            Item::Run { group, .. } => {
                let provision = self.line().map_or(RecordId(0), |line| line.id);
                ItemKey::Run(provision, self.place().map(|place| place.allocation), Arc::clone(group))
            }
        }
    }

    fn words(&self) -> String {
        let Item::Run { data, row, .. } = self else { return String::new() };
        let Some(line) = self.line() else { return String::new() };
        let provision = &line.provision;
        let mut words = vec![provision.name.as_str(), &line.lead, &provision.agency, &line.site];
        words.extend(provision.area.map(|area| area.label()));
        words.push(provision.wave.label());
        let years: Vec<String>;
        if let Some(place) = self.place() {
            years = place.who.year.map(|year| year.short()).into_iter().collect();
            words.extend(years.iter().map(String::as_str));
            words.extend([place.who.name.as_str(), &place.who.class]);
        } else {
            words.extend(row.places(data).map(|(place, _)| place.who.name.as_str()));
        }
        words.join(" ")
    }

    fn part(&self) -> Part {
        match self {
            Item::Kind { .. } => Part::Heading { closed: true },
            Item::Found { .. } | Item::Nothing => Part::Remark,
            Item::Group { .. } => Part::Heading { closed: false },
            Item::Run { .. } => Part::Row,
        }
    }
}

fn counted(found: &[Finding]) -> i64 {
    found.iter().map(|one| i64::from(one.count)).sum()
}

/// "5 pupils with no provision".
pub(super) fn kind_words(kind: FindingKind, found: &[Finding]) -> String {
    let count = counted(found);
    let runs = i64::try_from(found.len()).unwrap_or(i64::MAX);
    match kind {
        FindingKind::NoProvision => format!("{} with no provision", plural(count, "pupil")),
        FindingKind::Clash => plural_as(count, "clash of times", "clashes of times"),
        FindingKind::CheckOverdue => format!("{} overdue", plural(count, "check")),
        FindingKind::NotRecorded => format!("{} of past weeks not recorded", plural(count, "session")),
        FindingKind::NoPupils => format!("{} with no pupils", plural(runs, "provision")),
        FindingKind::NoLead => format!("{} with no lead adult", plural(runs, "provision")),
        FindingKind::NotTrained => {
            format!("{} led by somebody not trained in it", plural(runs, "provision"))
        }
        FindingKind::NoEntry => format!("{} with no entry measure", plural(count, "pupil")),
        FindingKind::NoEnd => format!("{} with no end date", plural(runs, "provision")),
        FindingKind::NoRate => format!("{} with no hourly rate", plural(runs, "role")),
    }
}

/// The rows of what was found: a heading a kind, closed until it is opened; of many kinds those that press least share one.
fn found_rows(findings: &[Finding], items: &mut Vec<Item>) {
    let kinds: Vec<(FindingKind, &[Finding])> = by_kind(findings).collect();
    let own = if kinds.len() > MOST { MOST - 1 } else { kinds.len() };
    let (first, rest) = kinds.split_at(own);
    let lines = |found: &[Finding], items: &mut Vec<Item>| {
        items.extend(
            found.iter().enumerate().map(|(nth, finding)| Item::Found { finding: finding.clone(), nth }),
        );
    };
    for (kind, found) in first {
        items.push(Item::Kind { kind: *kind, words: kind_words(*kind, found) });
        lines(found, items);
    }
    if let Some((kind, _)) = rest.first() {
        let said: Vec<String> = rest.iter().map(|(kind, found)| kind_words(*kind, found)).collect();
        items.push(Item::Kind { kind: *kind, words: said.join(", ") });
        rest.iter().for_each(|(_, found)| lines(found, items));
    }
}

/// All rows of a map.
pub(super) fn rows(data: &Arc<MapData>, map: Map, findings: &[Finding]) -> Vec<Item> {
    let mut items = Vec::new();
    found_rows(findings, &mut items);
    // It stands above what was opened, where it is seen; alone, the pane says more.
    if map.groups.is_empty() && !items.is_empty() {
        items.insert(0, Item::Nothing);
    }
    for MapGroup { key, title, totals, rows } in map.groups {
        let key = Arc::new(key);
        items.push(Item::Group { key: Arc::clone(&key), title, totals });
        items.extend(rows.into_iter().map(|row| Item::Run {
            data: Arc::clone(data),
            group: Arc::clone(&key),
            row,
        }));
    }
    items
}

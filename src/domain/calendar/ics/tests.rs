//! Calendars as schools publish them, made up.

use super::super::{Sites, parse_calendar};
use super::*;

fn event(summary: &str, start: &str, end: &str) -> String {
    let end = if end.is_empty() { String::new() } else { format!("DTEND;VALUE=DATE:{end}\r\n") };
    format!("BEGIN:VEVENT\r\nUID:x\r\nDTSTART;VALUE=DATE:{start}\r\n{end}SUMMARY:{summary}\r\nEND:VEVENT\r\n")
}

fn calendar(events: &[String]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.concat())
}

fn parse(text: &str) -> CalendarFile {
    parse_calendar(text, &Sites::default()).unwrap()
}

fn terms(file: &CalendarFile) -> Vec<String> {
    let said = |t: &Term| {
        let half = t.half_term.map_or("-".into(), |h| format!("{}..{}", day::iso(h.start), day::iso(h.end)));
        format!("{} {}..{} {half}", t.name, day::iso(t.start), day::iso(t.end))
    };
    file.terms.iter().map(said).collect()
}

fn closures(file: &CalendarFile) -> Vec<String> {
    let said = |c: &Closure| format!("{} {} {}..{}", c.kind.code(), c.name, day::iso(c.from), day::iso(c.to));
    file.closures.iter().map(said).collect()
}

fn left(file: &CalendarFile) -> Vec<String> {
    file.left_out.iter().map(|one| format!("{} {}: {}", one.line, one.text, one.why)).collect()
}

#[test]
fn a_year_with_starts_and_ends() {
    let file = parse(&calendar(&[
        event("INSET Day", "20260901", "20260902"),
        event("Autumn Term begins", "20260902", "20260903"),
        event("Half-Term", "20261024", "20261102"),
        event("Autumn Term ends (1.30pm)", "20261218", "20261219"),
        event("Christmas Holidays", "20261219", "20270104"),
        event("Start of Spring Term", "20270104", ""),
        event("February half term", "20270215", "20270220"),
        event("Staff training day", "20270222", ""),
        event("Last day of Spring Term", "20270325", ""),
        event("Good Friday", "20270326", ""),
        event("Easter Monday (Bank Holiday)", "20270329", ""),
        event("Summer term starts", "20270412", ""),
        event("Early May Bank Holiday", "20270503", ""),
        event("School closed\\, polling station", "20270506", ""),
        event("Summer half term incl. Spring Bank Holiday", "20270531", "20270605"),
        event("Term ends", "20270721", ""),
        event("Coronation bank holiday", "20270510", ""),
    ]));
    assert_eq!(
        terms(&file),
        [
            "Autumn 2026-09-02..2026-12-18 2026-10-26..2026-10-30",
            "Spring 2027-01-04..2027-03-25 2027-02-15..2027-02-19",
            "Summer 2027-04-12..2027-07-21 2027-05-31..2027-06-04",
        ]
    );
    assert_eq!(
        closures(&file),
        [
            "inset INSET Day 2026-09-01..2026-09-01",
            "inset Staff training day 2027-02-22..2027-02-22",
            "closed School closed, polling station 2027-05-06..2027-05-06",
            "bank-holiday Coronation bank holiday 2027-05-10..2027-05-10",
        ]
    );
    assert_eq!(left(&file), Vec::<String>::new());
}

#[test]
fn whole_terms_and_half_terms_by_their_edges() {
    let file = parse(&calendar(&[
        event("Autumn Term 2026", "20260902", "20261219"),
        event("Half term begins", "20261026", ""),
        event("Half term ends", "20261030", ""),
        event("Term 3", "20270104", "20270213"),
        event("Term 4", "20270222", "20270326"),
    ]));
    assert_eq!(
        terms(&file),
        [
            "Autumn 2026-09-02..2026-12-18 2026-10-26..2026-10-30",
            "Term 3 2027-01-04..2027-02-12 -",
            "Term 4 2027-02-22..2027-03-25 -",
        ]
    );
    assert!(file.left_out.is_empty());
}

#[test]
fn one_event_a_day_makes_one_half_term() {
    let mut events = vec![event("Autumn term", "20260902", "20261219")];
    events.extend((26..31).map(|day| event("Half term", &format!("202610{day}"), "")));
    let file = parse(&calendar(&events));
    assert_eq!(terms(&file), ["Autumn 2026-09-02..2026-12-18 2026-10-26..2026-10-30"]);
    assert!(file.left_out.is_empty());
}

#[test]
fn what_is_not_understood_is_listed_with_its_line() {
    let file = parse(&calendar(&[
        event("Autumn term", "20260902", "20261219"),
        event("Year 3 concert", "20261103", ""),
        event("End of half term", "20261030", ""),
        event("October holiday", "20261026", "20261031"),
        event("Summer term ends", "20270721", ""),
        event("INSET", "20270101", "20270301"),
        event("Spring term", "20261201", "20270301"),
        event("Half term", "20270215", "20270220"),
    ]));
    assert_eq!(
        left(&file),
        [
            "12 Year 3 concert: not understood",
            "17 End of half term: not understood",
            "23 October holiday: lies inside Autumn term; if it is the half-term, call it so",
            "28 Summer term ends: no start of term goes before it",
            "34 INSET: INSET: from Fri 1 Jan 2027 to Sun 28 Feb 2027 are 59 days, at most 14 can be right",
            "40 Spring term: it overlaps Autumn term",
            "46 Half term: no term of this file lies around it",
        ]
    );
}

#[test]
fn several_starts_and_ends_of_one_term() {
    let file = parse(&calendar(&[
        event("Autumn term starts for Year 7", "20260902", ""),
        event("Autumn term starts for all", "20260903", ""),
        event("Autumn term ends for Year 11", "20261217", ""),
        event("Autumn term ends", "20261218", ""),
        event("Spring term starts", "20270104", ""),
        event("Summer term starts", "20270412", ""),
        event("Summer term ends", "20270721", ""),
    ]));
    assert_eq!(terms(&file), ["Autumn 2026-09-02..2026-12-18 -", "Summer 2027-04-12..2027-07-21 -"]);
    assert_eq!(
        left(&file),
        [
            "11 Autumn term starts for all: the term has started already, on an earlier day",
            "16 Autumn term ends for Year 11: the term ends again on a later day",
            "26 Spring term starts: no end of term follows it",
        ]
    );
}

#[test]
fn lines_are_unfolded_and_moments_are_days() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nDTSTART:19700329T010000\nSUMMARY:no event\nEND:VTIMEZONE\n\
        BEGIN:VEVENT\nDTSTART;TZID=\"Europe: London\":20260902T083000\nDTEND;TZID=Europe/London:20261218T153000\n\
        SUMMARY;LANGUAGE=en-GB:Autumn\n  ter\n\tm\nBEGIN:VALARM\nDURATION:P9D\nSUMMARY:INSET\nEND:VALARM\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20260706T230000Z\nDTEND:20260707T230000Z\nSUMMARY:INSET summer\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20261106T000000Z\nDTEND:20261107T000000Z\nSUMMARY:INSET winter\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20261123\nDURATION:P2D\nsummary:Inset two\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20270104\nDTEND:20270104\nSUMMARY:Inset one\nEND:VEVENT\nEND:VCALENDAR\n";
    let file = parse(text);
    assert_eq!(terms(&file), ["Autumn 2026-09-02..2026-12-18 -"]);
    assert_eq!(
        closures(&file),
        [
            "inset INSET summer 2026-07-07..2026-07-07",
            "inset INSET winter 2026-11-06..2026-11-06",
            "inset Inset two 2026-11-23..2026-11-24",
            "inset Inset one 2027-01-04..2027-01-04",
        ]
    );
    assert!(file.left_out.is_empty());
}

#[test]
fn events_that_cannot_be_read_are_listed() {
    let body = "BEGIN:VEVENT\nSUMMARY:INSET a\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:tomorrow\nSUMMARY:INSET b\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20260231\nSUMMARY:INSET c\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20260902\nRRULE:FREQ=YEARLY\nSUMMARY:INSET d\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20260902\nSTATUS:CANCELLED\nSUMMARY:INSET e\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20260902\nDTEND:20260801\nSUMMARY:INSET f\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:25000902\nSUMMARY:INSET g\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20260904\nSUMMARY:INSET good\nEND:VEVENT\n";
    let file = parse(&format!("begin:vcalendar\n{body}END:VCALENDAR"));
    let why: Vec<&str> = file.left_out.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(
        why,
        [
            "it has no DTSTART",
            "“tomorrow” is no date such as 20260902",
            "“20260231” is no date such as 20260902",
            "it repeats, which is not read: give each day an event of its own",
            "it is cancelled",
            "it ends on Fri 31 Jul 2026, before it starts",
            "only dates from 1900 to 2199 can be kept",
        ]
    );
    assert_eq!(closures(&file), ["inset INSET good 2026-09-04..2026-09-04"]);
}

#[test]
fn a_site_is_said_once_for_the_file() {
    let sites = Sites { known: vec![(RecordId(7), "Infants".into())], usual: Some(RecordId(7)) };
    let text = calendar(&[event("Autumn term", "20260902", "20261219"), event("INSET", "20260901", "")]);
    let file = parse_calendar(&text, &sites).unwrap();
    assert_eq!((file.terms[0].site, file.closures[0].site), (Some(RecordId(7)), Some(RecordId(7))));
}

#[test]
fn hostile_files_are_refused_in_words() {
    let fault = |text: &str| parse_calendar(text, &Sites::default()).unwrap_err();
    assert!(fault(&calendar(&[event("Concert", "20260902", "")])).starts_with("none of its 1 event was"));
    assert!(fault("BEGIN:VCALENDAR\nEND:VCALENDAR").starts_with("none of its 0 events"));
    assert!(fault("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:INSET").contains("cut short"));
    let many = calendar(&vec!["BEGIN:VEVENT\nEND:VEVENT\n".to_owned(); 5_001]);
    assert!(fault(&many).contains("more than 5000 events"));
    assert!(fault(&calendar(&vec![event("x", "20260902", ""); 40_000])).contains("too long"));
    let deep = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}", "BEGIN:X\n".repeat(100_000));
    assert!(fault(&deep).contains("cut short"));
    let long = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260902\nSUMMARY:{}\n",
        "\n half term".repeat(90_000)
    );
    assert!(fault(&long).contains("cut short") || fault(&long).contains("none of its"));
    let same = calendar(&vec![event("INSET", "20260902", ""); 5_000]);
    assert_eq!(parse(&same).closures.len(), 1);
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "(BEGIN:VEVENT\n|END:VEVENT\n|DTSTART[:;TZ0-9]{0,18}\n|DTEND:[0-9TZ]{0,17}\n|SUMMARY:(Half|term|ends|INSET|é| )*\n|DURATION:P[0-9]{0,22}[DWT]\n|[ -~]{0,9}\n){0,40}") {
        let _ = parse_calendar(&format!("BEGIN:VCALENDAR\n{text}"), &Sites::default());
    }
}

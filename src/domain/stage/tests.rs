use super::*;

#[test]
fn the_tables_are_sound() {
    let mut codes = std::collections::BTreeSet::new();
    for set in SETS {
        assert_eq!(super::set(set.code).map(|set| set.code), Some(set.code));
        assert!(!set.label.is_empty() && !set.source.is_empty() && !set.note.is_empty(), "{}", set.code);
        let (watch, support) = (set.watch().unwrap(), set.support().unwrap());
        assert!(!watch.on_register && support.on_register && support.census == SenCode::K, "{}", set.code);
        assert!(set.for_census(SenCode::E).is_some() && set.for_census(SenCode::N).is_none());
        for (at, stage) in set.stages.iter().enumerate() {
            assert!(codes.insert(stage.code), "{} is in two sets", stage.code);
            assert_eq!(usize::from(stage.order), at, "{}", stage.code);
            assert_eq!(find(stage.code), Some(stage));
            assert_eq!(set_of(stage.code).map(|set| set.code), Some(set.code));
            assert_eq!(set.parse(stage.code), Some(stage));
            assert_eq!(set.parse(stage.label), Some(stage));
            assert!(stage.short.len() <= 8, "{}", stage.short);
            assert_eq!(stage.on_register, stage.census != SenCode::N);
            assert!(!stage.pays.is_empty() && !stage.monitors.is_empty(), "{}", stage.code);
            for words in stage.words {
                assert_eq!(fold(words), *words);
                assert_eq!(set.parse(words), Some(stage), "{words}");
            }
            for like in stage.like {
                assert_ne!(
                    set_of(find(like).unwrap().code).unwrap().code,
                    set.code,
                    "{} like {like}",
                    stage.code
                );
            }
            for before in stage.as_well {
                let before = set.stage(before).unwrap();
                assert!(before.order < stage.order, "{}", stage.code);
            }
            let mut keys = std::collections::BTreeSet::new();
            for (_, duty) in stage.all_duties() {
                assert!(keys.insert(duty.key), "{} has {} twice", stage.code, duty.key);
                assert!(!duty.text.is_empty() && !duty.source.is_empty(), "{}", duty.key);
            }
            assert!(stage.all_duties().iter().any(|(_, duty)| !duty.whole_school), "{}", stage.code);
        }
    }
    for code in ["k", "", "2015"] {
        assert_eq!(find(code), None);
    }
    assert_eq!((of("").code, of("banana").code, of("2026-DRAFT").code), ("2015", "2015", "2026-draft"));
}

#[test]
fn a_draft_is_called_one() {
    let draft = of("2026-draft");
    assert!(draft.layers && draft.note.starts_with("A draft. The law has not changed"));
    for stage in draft.stages {
        assert!(stage.label.ends_with("(draft)"), "{}", stage.label);
    }
}

#[test]
fn stages_by_census_code_and_words() {
    let usual = of("");
    assert_eq!(usual.for_census(SenCode::N), None);
    assert_eq!(usual.for_census(SenCode::K).map(|s| s.code), Some("K"));
    assert_eq!(usual.for_census(SenCode::E).map(|s| s.code), Some("E"));
    for (text, usual, old, draft) in [
        ("watch list", Some("W"), Some("B"), Some("U")),
        ("Monitoring", Some("W"), Some("B"), Some("U")),
        ("SEN Support (K)", Some("K"), Some("A"), Some("T")),
        ("School Action Plus", Some("K"), Some("P"), Some("T")),
        ("A", Some("K"), Some("A"), Some("T")),
        ("Q", Some("K"), Some("Q"), Some("T")),
        ("EHCP", Some("E"), Some("S"), Some("SP")),
        ("ehcp requested", Some("KA"), Some("A"), Some("T")),
        ("Statement", Some("E"), Some("S"), Some("SP")),
        ("Note in lieu", None, Some("NL"), None),
        ("Targeted plus", None, None, Some("TP")),
        ("No SEN", None, None, None),
        ("banana", None, None, None),
        ("", None, None, None),
    ] {
        for (set, code) in [("", usual), ("2001", old), ("2026-draft", draft)] {
            assert_eq!(of(set).parse(text).map(|s| s.code), code, "{text} in {set}");
        }
    }
    assert_eq!(parse("targeted plus").map(|s| s.code), Some("TP"));
}

#[test]
fn what_a_stage_is_like_in_another_set() {
    for (from, to, code) in [
        ("W", "2026-draft", "U"),
        ("K", "2026-draft", "T"),
        ("KA", "2026-draft", "TP"),
        ("E", "2026-draft", "SP"),
        ("P", "2026-draft", "TP"),
        ("W", "2001", "B"),
        ("K", "2001", "A"),
        ("KA", "2001", "Q"),
        ("E", "2001", "S"),
        ("TP", "2001", "P"),
        ("A", "2015", "K"),
        ("P", "2015", "K"),
        ("Q", "2015", "KA"),
        ("NL", "2015", "K"),
        ("S", "2015", "E"),
        ("TP", "2015", "K"),
        ("SP", "2015", "E"),
        ("U", "2015", "W"),
        ("K", "2015", "K"),
    ] {
        assert_eq!(of(to).like(find(from).unwrap()).map(|s| s.code), Some(code), "{from} in {to}");
    }
}

#[test]
fn a_layer_keeps_the_census_code() {
    let (draft, usual) = (of("2026-draft"), of("2015"));
    let targeted = draft.stage("T").unwrap();
    assert_eq!(draft.census(targeted, Some(SenCode::E)), SenCode::E);
    assert_eq!(draft.census(targeted, None), SenCode::K);
    assert_eq!(
        draft.census(targeted, Some(SenCode::N)),
        SenCode::K,
        "from the watch list SEN support begins"
    );
    assert_eq!(draft.census(draft.stage("U").unwrap(), Some(SenCode::K)), SenCode::K);
    assert_eq!(usual.census(usual.stage("K").unwrap(), Some(SenCode::E)), SenCode::K);
}

#[test]
fn stages_of_all_sets_stand_in_one_order() {
    let mut ranked: Vec<&Stage> = stages().collect();
    ranked.sort_by_key(|stage| stage.rank());
    let codes: Vec<&str> = ranked.iter().map(|stage| stage.code).collect();
    assert_eq!(codes, ["W", "B", "U", "K", "A", "T", "KA", "P", "TP", "E", "Q", "SP", "NL", "S"]);
}

#[test]
fn a_duty_of_a_stage_names_an_act_only_where_it_was_seen_to_say_so() {
    let laws = stages().flat_map(|stage| stage.duties).map(|duty| (duty.key, duty.source));
    let named: std::collections::BTreeSet<_> =
        laws.filter(|(_, source)| source.contains("Act 2014") || source.contains("Regulations")).collect();
    assert_eq!(
        named.into_iter().collect::<Vec<_>>(),
        [
            ("advice", "SEND Regulations 2014, reg 8"),
            ("annual", "Children and Families Act 2014, s.44"),
            ("requested", "SEND Regulations 2014"),
        ]
    );
    for stage in of("2026-draft").stages {
        assert!(stage.label.ends_with("(draft)"), "{}", stage.label);
    }
}

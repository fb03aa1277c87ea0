//! Term dates, INSET days and closures from files.

use serde_json::Value;

use super::home::*;

#[test]
fn the_real_terms_take_the_place_of_the_assumed_ones() {
    let home = Home::new();
    let store = home.0.path().join("own.redb");
    home.on(&store, &["init", "--school", "Own"]).good().says("senco terms FILE");
    let terms = |home: &Home| home.on(&store, &["terms", "--json"]).items();
    assert!(terms(&home).iter().all(|term| term["given"] == false));
    let shown = home.on(&store, &["terms"]).good().out;
    assert!(shown.contains("until then dates are provisional"), "{shown}");
    let file = home.0.path().join("terms.csv");
    let text =
        "name,start,end,half term start,half term end\nAutumn,03/09/2026,16/12/2026,26/10/2026,30/10/2026\n";
    std::fs::write(&file, text).unwrap();
    let set = ["terms", file.to_str().unwrap()];
    home.on(&store, &set).good().says("senco undo");
    let given = |all: Vec<Value>| {
        all.iter()
            .filter(|term| term["given"] == true)
            .map(|term| term["end"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(given(terms(&home)), ["\"2026-12-16\""]);
    home.on(&store, &set).good().says("nothing was changed");
    home.on(&store, &["check"]).good();
    home.on(&store, &["undo"]).good();
    assert_eq!(given(terms(&home)), Vec::<String>::new());
    std::fs::write(&file, "Autumn,16/12/2026,03/09/2026\n").unwrap();
    home.on(&store, &set).gives(1);
}

#[test]
fn closures_and_sites_come_from_a_sheet_or_a_calendar_file() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let shown = |home: &Home, kind: &str| {
        let items = home.on(&store, &["terms", "--today", "2026-11-22", "--json"]).items();
        let said = |item: &Value| {
            let site = item["site"].as_str().map(|site| format!(" {site}")).unwrap_or_default();
            format!("{} {}{site}", item["start"].as_str().unwrap(), item["name"].as_str().unwrap())
        };
        // The demo has training days in other years too.
        let this_year = |item: &&Value| {
            let start = item["start"].as_str().unwrap();
            ("2026-09-01"..="2027-08-31").contains(&start)
        };
        items.iter().filter(this_year).filter(|item| item["kind"] == kind).map(said).collect::<Vec<_>>()
    };
    assert_eq!(shown(&home, "bank-holiday")[0], "2026-12-25 Christmas Day");
    assert_eq!(shown(&home, "bank-holiday").len(), 8);
    let write = |name: &str, text: &str| {
        let file = home.0.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let sheet = write(
        "dates.csv",
        "INSET,23/11/2026\nINSET: phonics,24/11/2026,27/11/2026,,,Mill Lane Infants\nopen,3/5/2027\n",
    );
    home.on(&store, &["terms", &sheet]).good().says("Set 2 INSET days and 1 other day.");
    home.on(&store, &["check"]).good();
    let days = ["2026-11-23 INSET day", "2026-11-24 INSET day (phonics) Mill Lane Infants"];
    assert_eq!(shown(&home, "inset"), days);
    assert_eq!(shown(&home, "bank-holiday").len(), 7, "one of them is taken away");
    let file = write(
        "dates.ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261130\nSUMMARY:Training day\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261201\nSUMMARY:Choir\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    home.on(&store, &["terms", &file, "--site", "station road juniors"])
        .good()
        .says("line 8: Choir: not understood");
    assert_eq!(shown(&home, "inset")[2], "2026-11-30 Training day Station Road Juniors");
    home.on(&store, &["check"]).good();
    home.on(&store, &["terms", &file, "--site", "Elsewhere"]).gives(2);
    let wrong = write("wrong.csv", "open,5/5/2027\n");
    home.on(&store, &["terms", &wrong]).gives(1).says("that is no bank holiday");
    home.on(&store, &["undo"]).good();
    assert_eq!(shown(&home, "inset"), days);
}

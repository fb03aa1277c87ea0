//! An agency put into the catalogue, a pupil referred to it, and the agency chased.

use super::SHEET;
use super::pty::real_school;

#[test]
fn an_agency_is_added_a_pupil_referred_and_the_agency_chased() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen.wait_for("1 Due 3").keys("8").wait_for("SEN governor").keys("/").text_in("no agency");
    screen
        .wait_gone("SEN governor")
        .wait_for("no agency is in the catalogue")
        .keys("Enter")
        .keys("+")
        .wait_for("Add an agency");
    screen.text_in("CAMHS").keys("C-s").wait_for("Saved: CAMHS, in the catalogue").keys("Esc");

    screen
        .keys("2")
        .wait_for("register 5")
        .keys("/")
        .text_in("Otter")
        .keys("Enter")
        .wait_for("filter: Otter");
    screen.keys("f").wait_for("Refer to an agency").wait_for("1 CAMHS").keys("1 Enter");
    // Without the parents' consent no referral goes.
    screen
        .keys("Enter")
        .text_in("2/9")
        .wait_for("Wed 2 Sep 2026")
        .keys("C-s")
        .wait_for("consent is not recorded");
    screen.keys("S-Tab").text_in("1/9").wait_for("Tue 1 Sep 2026").keys("C-s").wait_for("agency begun");

    screen.keys("8 A").wait_for("waits to be seen since Wed 2 Sep").wait_for("Ama Otter");
    screen
        .keys("t")
        .wait_for("chased today")
        .wait_for("chased Sat 21 Nov")
        .keys("u")
        .wait_gone("· chased Sat");
    screen.keys("t").wait_for("· chased Sat 21 Nov").keys("o").wait_for("agency · CAMHS");
    screen.quit();

    let said = school.run(&["agencies"]);
    assert!(said.contains("CAMHS · 1 open, 1 waiting") && said.contains("chased Sat 21 Nov"), "{said}");
    let json = school.run(&["agencies", "--json"]);
    assert!(json.contains("\"waits_for\":\"seen\"") && json.contains("\"chased\":\"2026-11-21\""), "{json}");
    school.run(&["check"]);
}

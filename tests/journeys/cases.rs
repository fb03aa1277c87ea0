//! An EHC needs assessment from the request to the plan: begun in the register, recorded step by step from Due.

use super::SHEET;
use super::pty::real_school;

#[test]
fn an_assessment_from_the_request_to_the_plan() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    // The palette has an entry a kind; what it finds is about the pupil under the cursor.
    screen
        .wait_for("1 Due 3")
        .keys("2")
        .wait_for("register 5")
        .keys("/ Otter")
        .wait_for("/ Otter")
        .keys("Enter");
    screen.wait_for("filter: Otter");
    screen.keys(":").text_in("request received").wait_for("EHC needs assessment: request received");
    screen.keys("Enter").wait_for("Asked by");
    screen.text_in("1/7").wait_for("Wed 1 Jul 2026").keys("C-s").wait_for(", EHC needs assessment begun");

    // Each step: Enter, the day, save. The authority's are recorded in the same way.
    screen.keys("1 / EHC").wait_for("/ EHC").keys("Enter").wait_for("assessment: authority says");
    screen.keys("Enter").wait_for("Authority answered  today").text_in("12/8").wait_for("12 Aug");
    screen.keys("Tab Tab").text_in("13/8").wait_for("13 Aug").keys("C-s").wait_for(", authority answered");
    screen.wait_for("school gives its advice").keys("w").wait_for("13 Aug").keys("Esc");
    screen.keys("Enter").wait_for("Advice given  today").text_in("21/9").wait_for("21 Sep").keys("C-s");
    screen.wait_for("authority: a draft plan");
    screen.keys("s").wait_for("this date is law · e changes");
    screen.keys("Enter").wait_for("Draft served").text_in("20/10").wait_for("20 Oct").keys("C-s");
    screen.wait_for("family comments");

    // The pupil's page says whose clock it is, and the case's form takes all the rest at once.
    screen.keys("o").wait_for("Cases").wait_for("EHC needs assessment · family was due by Tue 3 Nov");
    screen.keys("1").wait_for("filter: EHC").keys("e").wait_for("Change: EHC needs assessment");
    screen.keys("Tab Tab Tab Tab Tab Tab Tab Tab Tab").text_in("18/11").wait_for("18 Nov").keys("C-s");
    screen
        .wait_for(", EHC needs assessment changed")
        .keys("Esc : Otter")
        .wait_for(": Otter")
        .keys("Enter")
        .wait_for("ended Wed 18 Nov");
    // The final plan has begun the EHC plan.
    screen.wait_for("since 18 Nov 2026 EHC plan");
    screen.quit();

    let said = school.run(&["case", "Ama Otter"]);
    assert!(said.contains("done Mon 21 Sep") && said.contains("EHC plan"), "{said}");
    let json = school.run(&["case", "Ama Otter", "--json"]);
    assert!(json.contains("\"rule\":\"needs-assessment.final-plan\""), "{json}");
    let due = school.run(&["due", "--json"]);
    assert!(!due.contains("needs-assessment"), "a case that has ended asks for nothing: {due}");
    school.run(&["check"]);
}

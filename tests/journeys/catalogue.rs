//! An intervention put into the catalogue with what is usual of it, and a group started from it in a few keys.

use super::SHEET;
use super::pty::real_school;

#[test]
fn a_group_starts_from_the_catalogue_in_a_few_keys_beyond_the_names() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen
        .wait_for("1 Due 3")
        .keys(": add Space an Space interv")
        .wait_for("Add an intervention")
        .keys("Enter");
    screen.wait_for("What is usual of it").text_in("Language group").keys("Tab");
    screen.text_in("communication").keys("Tab Tab").text_in("4").keys("Tab").text_in("25").keys("Tab");
    screen.text_in("4").keys("C-s").wait_for("Saved: Language group, in the catalogue");
    screen
        .keys(": hourly Space rate")
        .wait_for("Set an hourly rate")
        .keys("Enter")
        .wait_for("what the school pays");
    screen.text_in("Teaching assistant").keys("Tab").text_in("15.20").keys("C-s");
    screen.wait_for("Saved: Teaching assistant, £15.20 an hour");
    screen.keys("8").wait_for("SEN governor").keys("/").text_in("4 × 25").wait_gone("SEN governor");
    screen.wait_for("Language group").keys("Enter Esc");

    // From here on: a, two letters and Enter, Enter behind each name, C-s.
    screen.keys("3").wait_gone("Language group").keys("a").wait_for("Start a provision");
    screen.text_in("la").wait_for("→ Language group").keys("Enter");
    screen.wait_for("nobody is recorded as trained").wait_for("16 sessions planned to Fri 18 Dec");
    for name in ["ama", "cy", "eve"] {
        screen.text_in(name).wait_for("→ ").keys("Enter").wait_gone("→ ");
    }
    screen.keys("C-s").wait_for("Saved: Start a provision").wait_for("4 × 25 min");
    screen.quit();

    let said = school.run(&["provision", "--pupils"]);
    assert!(said.contains("Language group") && said.contains("4 × 25 min"), "{said}");
    assert!(["Ama Otter", "Cy Marten", "Eve Siskin"].iter().all(|name| said.contains(name)), "{said}");
    let said = school.run(&["interventions"]);
    assert!(said.contains("4 × 25 min, 4 weeks"), "{said}");
    let json = school.run(&["rates", "--json"]);
    assert!(json.contains("\"pence\":1520") && json.contains("\"counts\":true"), "{json}");
    school.run(&["check"]);
}

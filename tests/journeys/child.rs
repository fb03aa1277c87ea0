//! A child's passport and words, and a teacher who asks what helps.

use super::pty::real_school;
use super::{LATE, SHEET};

#[test]
fn a_passport_is_written_words_are_kept_and_a_teacher_is_answered() {
    let school = real_school(SHEET);
    let mut screen = school.open();
    screen.wait_for(LATE[0]);

    // A passport with four lines: five keys besides the words.
    screen.keys("O").wait_for("Write the passport").text_in("kind to the little ones");
    screen.keys("Tab").text_in("my dog").keys("Tab").text_in("Ama Otter needs time to answer");
    screen.keys("Tab").text_in("shouting").wait_for("shouting").keys("C-s");
    screen.wait_for("Saved: Ama Otter, passport written").wait_gone("Write the passport");

    // What mum said: whose, then the words.
    screen.keys("v").wait_for("Keep somebody's words").text_in("parent").keys("Enter");
    screen.text_in("She reads to her brother").wait_for("She reads to her brother").keys("C-s");
    screen.wait_for("Saved: Ama Otter, the parent's words kept").wait_gone("Keep somebody's words");

    // Both stand on the page.
    screen.keys("o / passport Enter").wait_for("since 21 Nov 2026").wait_for("kind to the little ones");
    screen.keys("Esc / voices Enter").wait_for("a parent: “She reads to her brother”");
    screen.wait_for("the child's own words are missing: v keeps them").keys("Esc");

    // A teacher asks: one key, and the child's name is nowhere on the screen.
    screen.keys("H").wait_for("Strategies · Ama O · Lark").wait_for("Ama O. needs time to answer");
    screen.wait_gone("Otter");
    screen.keys("c").wait_for("Strategies · Lark · 2 pupils").wait_for("nothing recorded yet: Eve S");
    screen.keys("y").wait_for("Strategies · Year 4").keys("/").text_in("am").wait_for("everybody");
    screen.wait_for("Ama O · Lark").keys("Esc").wait_for("Strategies · Ama O · Lark").keys("Esc");
    screen.wait_for("Ama Otter");

    // At the review the words of the last weeks count, and what nobody said is pointed out.
    screen.keys("1").wait_for(LATE[0]).keys("r").wait_for("Record the review");
    screen.wait_for("the child's own words are missing").wait_gone("the parents' words are missing");
    screen.keys("C-s").wait_for("review held");
    screen.quit();

    let said = school.run(&["strategies", "lark"]);
    assert!(
        said.contains("Ama O · Lark\n") && said.contains("    shouting\n") && !said.contains("Otter"),
        "{said}"
    );
    for whom in ["Y4", "Ama Otter"] {
        let items = school.run(&["strategies", whom, "--json"]);
        assert!(items.contains("\"name\":\"Ama O\"") && !items.contains("tter"), "{items}");
    }
    let voices = school.run(&["voices", "Ama Otter"]);
    assert!(voices.contains("Sat 21 Nov 2026 · a parent\n    She reads to her brother"), "{voices}");
    assert!(school.run(&["voices", "Ama Otter", "--json"]).contains("\"speaker\":\"parent\""));
    school.run(&["undo"]);
    school.run(&["check"]);
}

//! What Enter does on a finding: it goes where that is mended, with what is known standing there already.

use super::{ProvisionPane, place_line};
use crate::tui::app::App;
use crate::tui::command;
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::views::provision::{Finding, FindingKind, PlaceLine};

/// What Enter does, in words that follow the key.
pub(super) fn words(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::NoProvision => "starts a provision with the pupil in it.",
        FindingKind::Clash => "changes days and times of the first; e changes who leads it.",
        FindingKind::CheckOverdue => "checks the whole group.",
        FindingKind::NotRecorded => "goes to the sessions that nobody recorded.",
        FindingKind::NoPupils => "takes pupils in; x ends it.",
        FindingKind::NoLead => "names the lead adult.",
        FindingKind::NotTrained => "records the training; e names another adult.",
        FindingKind::NoEntry => "writes the entry measure of the first of them.",
        FindingKind::NoEnd => "settles the last day.",
        FindingKind::NoRate => "sets the hourly rate; without a role, it first asks for the adult's.",
    }
}

/// The place that a finding is about.
fn place(app: &App, finding: &Finding) -> Option<PlaceLine> {
    let data = app.pane_ref::<ProvisionPane>()?.data.as_ref()?;
    let run = data.runs.iter().find(|run| Some(run.id()) == finding.about.provision)?;
    let mut places = run.line.places.iter();
    let place = places.find(|place| Some(place.allocation) == finding.about.allocation)?;
    Some(place_line(&run.line, place))
}

/// Goes where a finding is mended.
pub(super) fn mend(app: &mut App, finding: &Finding) -> Vec<Effect> {
    let about = &finding.about;
    let done = match (finding.kind, about.provision) {
        (FindingKind::NoProvision, _) => about
            .pupil
            .map(|pupil| forms::provision::open_start_from(app, String::new(), "", "", pupil, |_, _| Ok(()))),
        (FindingKind::Clash, Some(id)) => Some(forms::dosage::open(app, id)),
        (FindingKind::CheckOverdue, Some(id)) => Some(forms::group_check::open(app, id)),
        (FindingKind::NotRecorded, _) => {
            command::find("pane.sessions").map(|sessions| app.dispatch(sessions, 1))
        }
        (FindingKind::NoPupils, Some(id)) => Some(forms::provision::open_add(app, id)),
        (FindingKind::NoLead, Some(id)) => Some(forms::provision::open_edit_at(id, "lead")),
        (FindingKind::NoEnd, Some(id)) => Some(forms::provision::open_edit_at(id, "end")),
        (FindingKind::NotTrained, Some(id)) => {
            let name = app.pane_ref::<ProvisionPane>().and_then(|pane| pane.name_of(id)).unwrap_or_default();
            Some(forms::training::open_add(app, about.adult.into_iter().collect(), name))
        }
        (FindingKind::NoEntry, _) => {
            place(app, finding).map(|line| forms::provision::open_correct(app, &line))
        }
        (FindingKind::NoRate, _) => match (about.adult, about.role.as_deref().unwrap_or_default().trim()) {
            (Some(adult), "") => Some(forms::staff::open_edit(app, adult)),
            (_, role) => Some(forms::intervention::open_add_rate(app, role)),
        },
        (_, None) => None,
    };
    done.unwrap_or_else(|| {
        app.refuse("What this was about is no longer there");
        Vec::new()
    })
}

"""The right that opens each of the coordinator's pages. A cycle's pages are its own coordinator's alone."""

from reviewboard.web.access_list import Access

_HOME = Access("coordination.home")
_CREATE = Access("cycle.create")
_CYCLE = Access("cycle.manage", "cycle")

ROUTES = {
    "coordinator.cycles": _HOME,
    "coordinator.new_cycle": _CREATE,
    "coordinator.create_cycle": _CREATE,
    "coordinator.cycle": _CYCLE,
    "coordinator.opening": _CYCLE,
    "coordinator.open_cycle": _CYCLE,
    "coordinator.closing": _CYCLE,
    "coordinator.close_cycle": _CYCLE,
    # set-up, one page a section
    "coordinator.dates": _CYCLE,
    "coordinator.save_dates": _CYCLE,
    "coordinator.scale_choice": _CYCLE,
    "coordinator.save_scale_choice": _CYCLE,
    "coordinator.limits": _CYCLE,
    "coordinator.save_limits": _CYCLE,
    "coordinator.policy": _CYCLE,
    "coordinator.try_policy": _CYCLE,
    "coordinator.save_policy": _CYCLE,
    "coordinator.notice": _CYCLE,
    "coordinator.save_notice": _CYCLE,
    # people
    "coordinator.people": _CYCLE,
    "coordinator.add_person": _CYCLE,
    "coordinator.person": _CYCLE,
    "coordinator.save_person": _CYCLE,
    "coordinator.send_invitation": _CYCLE,
    "coordinator.leaving": _CYCLE,
    "coordinator.remove_person": _CYCLE,
    "coordinator.apart": _CYCLE,
    "coordinator.keep_apart": _CYCLE,
    "coordinator.let_together": _CYCLE,
    "coordinator.import_form": _CYCLE,
    "coordinator.import_preview": _CYCLE,
    "coordinator.import_people": _CYCLE,
    # the running cycle
    "coordinator.cases": _CYCLE,
    "coordinator.case": Access("cycle.manage", "case"),
    "coordinator.seats": _CYCLE,
    "coordinator.free_seat_form": Access("seat.free", "case"),
    "coordinator.free_seat": Access("seat.free", "case"),
    "coordinator.assignment": _CYCLE,
    "coordinator.assign": _CYCLE,
    "coordinator.save_rounds": _CYCLE,
    "coordinator.forecast": _CYCLE,
    "coordinator.requests": _CYCLE,
    "coordinator.answer_request": Access("accommodation.answer", "case"),
    "coordinator.conflicts": _CYCLE,
    "coordinator.note_conflict": _CYCLE,
    "coordinator.recourse": _CYCLE,
    "coordinator.name_handler_form": Access("recourse.name", "case"),
    "coordinator.name_handler": Access("recourse.name", "case"),
    "coordinator.attention": _CYCLE,
    "coordinator.send_again": _CYCLE,
    # scales
    "coordinator.scales": _HOME,
    "coordinator.scale": _HOME,
    "coordinator.import_scale_form": _CREATE,
    "coordinator.import_scale": _CREATE,
    "coordinator.publishing": _CREATE,
    "coordinator.publish_scale": _CREATE,
}

// The courses as cards: pipeline, lessons with how far each was taken, questions, key insight with the figure
// of this machine. On the Learn tab, and on the first screen.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include "app/state/learn_courses.h"
#include "app/views/view.h"

namespace headroom::app {

// Where one goes on, or begins. From the top of `area`; each returns the height used.
float draw_go_on(const ViewContext& context, const Rect& area);
// The two courses beside each other where there is room.
float draw_courses(const ViewContext& context, const Rect& area);
// Planning: what fits, its lesson, and its questions as a list.
float draw_planning(const ViewContext& context, const Rect& area);
// What is wrong with files of lessons, by line, and why progress is not kept; nothing where nothing is.
float draw_lesson_faults(const ViewContext& context, const Rect& area);

}  // namespace headroom::app

// Names of core's tables that the window shows as words: documents, scripts and the command line have them in
// English. They are listed here so that translators find them; where one is drawn stands tr(name).
#pragma once

#include <array>
#include <string_view>

#include "core/base/tr.h"

namespace headroom::app {

inline constexpr std::array<std::string_view, 62> kShownNames{
    // stages of the pipeline
    tr_later("Input data"), tr_later("To device"), tr_later("Preprocess"), tr_later("Features"),
    tr_later("Training"), tr_later("Evaluation"),
    // optimizers, activations
    tr_later("momentum"), tr_later("sigmoid"),
    // memory by category
    tr_later("weights"), tr_later("gradients"), tr_later("optimizer"), tr_later("activations"),
    tr_later("logits"), tr_later("kv_cache"), tr_later("buckets"), tr_later("context"), tr_later("dataset"),
    tr_later("workspace"), tr_later("metrics"), tr_later("recorder"),
    // grades of a figure, verdicts, what a step is limited by
    tr_later("exact"), tr_later("published"), tr_later("measured"), tr_later("assumed"), tr_later("fits"),
    tr_later("borderline"), tr_later("does_not_fit"), tr_later("compute"), tr_later("memory bandwidth"),
    tr_later("launch overhead"), tr_later("exchange"),
    // rows, columns and their kinds
    tr_later("all"), tr_later("train"), tr_later("validation"), tr_later("wrong"), tr_later("class"),
    tr_later("cell"), tr_later("number"), tr_later("category"), tr_later("date"), tr_later("text"),
    tr_later("identifier"), tr_later("constant"), tr_later("empty"), tr_later("feature"), tr_later("target"),
    tr_later("left out"),
    // states of a run
    tr_later("empty"), tr_later("preparing"), tr_later("ready"), tr_later("training"), tr_later("paused"),
    tr_later("finished"), tr_later("diverged"), tr_later("failed"),
    // difficulties, axes
    tr_later("easy"), tr_later("medium"), tr_later("hard"), tr_later("step"), tr_later("epoch"),
    tr_later("seconds"), tr_later("change")};

}  // namespace headroom::app

// The Plan view's question and its answer: read by the view, changed only by the planner
// (planner.h) carrying out actions.
//
// Thread rule: plain values; everything large inside is shared and does not change.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/plan/plan_report.h"

namespace headroom::app {

enum class PlanSubject {
  kTransformer,  // a config.json
  kNetwork,      // one of our own networks, by its widths
  kRun,          // a network of the run that is loaded, exactly as it trains
};

enum class PlanFormat { kMarkdown, kJson };

struct PlanQuestion {
  PlanSubject subject = PlanSubject::kTransformer;
  PlanInputs inputs;      // the transformer is kept while another subject is planned
  std::string run_model;  // kRun: the network's id
  std::string card;       // by its name in the catalogue; empty: the device of this machine

  // What the planner is called with.
  PlanInputs asked() const {
    PlanInputs now = inputs;
    if (subject != PlanSubject::kTransformer) now.transformer.reset();
    return now;
  }
};

// A configuration that can be chosen by name.
struct PlanModel {
  std::string name;  // "llama3-8b"
  std::string path;
};

struct PlanState {
  PlanQuestion question;
  bool asked = false;                        // there is a question
  bool can_undo = false;                     // there was another one before
  std::shared_ptr<const PlanReport> report;  // the newest answer; stays while the next one is computed
  std::optional<Error> refusal;  // why the question has no answer; the report is of an earlier one
  std::shared_ptr<const Catalogue> catalogue;  // null until it is read
  std::vector<PlanModel> models;
  std::string own_cards_path;                // where a file with the user's own cards belongs
  std::optional<Error> own_cards;            // what is wrong with it
  std::vector<MeasuredStep> measured;        // on this machine since the program started, newest last
  bool measuring = false;                    // more is under way
  std::optional<std::int64_t> device_index;  // the device that was asked about
};

}  // namespace headroom::app

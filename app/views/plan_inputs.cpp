#include "app/views/plan_inputs.h"

#include <algorithm>
#include <iterator>

#include "app/state/planner.h"
#include "app/views/architecture.h"
#include "app/views/plan_words.h"
#include "app/widgets/button.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/plan/plan_settings.h"

namespace headroom::app {
namespace {

constexpr NumberRange<std::int64_t> kRanks{1, 1'000'000};

void draw_mode(const ViewContext& context, Rect& rest, PlanMode now, PlanForm::Change change) {
  const Ui& ui = context.ui;
  const int clicked = segmented(ui, "mode", rest.take_top(ui.px(32), ui.px(6)),
                                {tr("Training"), tr("Inference")}, static_cast<int>(now));
  if (clicked >= 0 && clicked != static_cast<int>(now)) change_plan_by(context, change, clicked);
}

// Nobody has checked what the card's usable memory rests on.
bool memory_from_memory(const GpuCard& card) {
  return card.is_from_memory("nvidia_smi_total_mib") || card.is_from_memory("cuda_visible_gib") ||
         card.is_from_memory("marketing_memory_gb");
}

}  // namespace

void PlanInputsForm::draw_subject(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const PlanQuestion& question = context.state.plan.question;
  const bool run = job_of_run(context.run, {}).has_value();
  text_line(ui, rest.take_top(ui.px(24), ui.px(4)), ui.fonts.bold, ui.theme.text, tr("What to plan"));
  const Rect place = rest.take_top(ui.px(32), ui.px(8));
  const int now = static_cast<int>(question.subject);
  const int clicked = run ? segmented(ui, "subject", place, {"Transformer", "MLP", tr("This run")}, now)
                          : segmented(ui, "subject", place, {"Transformer", "MLP"}, now);
  if (clicked >= 0 && clicked != now) {
    context.actions.emplace_back(action::PlanAbout{static_cast<PlanSubject>(clicked), {}});
  }
}

void PlanInputsForm::draw_model(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const PlanState& plan = context.state.plan;
  const std::optional<TransformerConfig>& config = plan.question.inputs.transformer;
  const std::string name = config ? planned_name(plan.question.inputs) : std::string(tr("choose a model"));
  std::vector<MenuItem> items = {
      {.title = tr("Open a config.json…"), .detail = tr("Ctrl+O"), .icon = Icon::kFolder},
      {.title = tr("Worked example: 24 GiB on 16 GB"), .icon = Icon::kFile},
      {.title = tr("Known configurations"), .heading = true},
  };
  const std::size_t first = items.size();
  for (const PlanModel& model : plan.models) {
    items.push_back({.title = model.name, .selected = model.name == name});
  }
  const DropdownSpec spec{.id = "model",
                          .label = {{name, ui.fonts.body, ui.theme.text}},
                          .tip = tr("A config.json can also be dropped onto the window")};
  if (const auto chosen = dropdown(ui, rest.take_top(ui.px(34), ui.px(6)), spec, items)) {
    const auto index = static_cast<std::size_t>(*chosen);
    if (index == 0) context.actions.emplace_back(action::Browse{true});
    if (index == 1) context.actions.emplace_back(action::PlanExample{});
    if (index >= first) context.actions.emplace_back(action::PlanModelFile{plan.models[index - first].path});
  }
  if (!config) return;
  if (plan.report && plan.report->inputs.transformer) {
    const GpuPlan& answer = plan.report->plan;
    form_fact(ui, rest, tr("parameters"), format_count(answer.parameters),
              tr("exact: counted from the shapes"), &ui.theme.good);
    if (answer.active_parameters != answer.parameters) {
      form_fact(ui, rest, tr("active for a token"), format_count(answer.active_parameters),
                tr("with only the experts of one token"));
    }
  }
  form_fact(ui, rest, tr("layers, width"),
            format_count(config->layers) + " × " + format_count(config->hidden));
  form_fact(ui, rest, tr("heads (key/value)"),
            format_count(config->heads) + " (" + format_count(config->kv_heads) + ")",
            tr("each {1} wide", format_count(config->head_dim)));
}

void PlanInputsForm::draw_run_networks(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const NetworkJob& mlp = context.state.plan.question.inputs.mlp;
  const std::vector<ModelSnapshot>& models = context.run.curves->models;
  const auto selected = std::count_if(models.begin(), models.end(), [](const auto& m) { return m.selected; });
  std::vector<MenuItem> items;
  std::vector<std::string> ids;
  std::string label = tr("this run");
  const auto add = [&](const std::string& id, const std::string& title, const std::string& detail, bool now) {
    if (now) label = title;
    items.push_back({.title = title, .detail = detail, .selected = now});
    ids.push_back(id);
  };
  if (selected > 1)
    add("", tr("All {1} that train", std::to_string(selected)), tr("side by side"), mlp.models.size() > 1);
  for (const ModelSnapshot& model : models) {
    add(model.choice.id, model_title(model.choice), widths_text(model.spec),
        mlp.models == std::vector{model.spec});
  }
  const DropdownSpec spec{.id = "run_model", .label = {{label, ui.fonts.body, ui.theme.text}}};
  if (const auto chosen = dropdown(ui, rest.take_top(ui.px(34), ui.px(6)), spec, items)) {
    context.actions.emplace_back(
        action::PlanAbout{PlanSubject::kRun, ids[static_cast<std::size_t>(*chosen)]});
  }
  form_fact(ui, rest, tr("widths"), widths_text(mlp.models.front()));
}

void PlanInputsForm::draw_network(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const PlanQuestion& question = context.state.plan.question;
  const NetworkJob& mlp = question.inputs.mlp;
  if (question.subject == PlanSubject::kRun) {
    draw_run_networks(context, rest);
  } else {
    std::string widths;
    for (const std::int64_t n : mlp.models.front().widths)
      widths += (widths.empty() ? "" : "x") + std::to_string(n);
    PlanForm::TextEdit& edit = form_.text("widths", widths);
    std::string mistake;
    std::vector<std::int64_t> parsed;
    try {
      parsed = parse_widths(edit.text);
    } catch (const Error& error) {
      mistake = error.message();
    }
    text_line(ui, rest.take_top(ui.px(22)), ui.fonts.small, ui.theme.muted,
              tr("inputs × hidden × … × outputs"));
    const FieldEvent event =
        text_field(ui, rest.take_top(ui.px(32), ui.px(6)), edit.text,
                   {.id = "widths", .hint = "230x50x50x1", .invalid = !mistake.empty(), .number = true});
    if (!mistake.empty()) form_mistake(ui, rest, mistake);
    if (event.committed && mistake.empty() && parsed != mlp.models.front().widths) {
      PlanInputs inputs = question.asked();
      change_plan(inputs, "widths", edit.text);
      context.actions.emplace_back(action::SetPlan{std::move(inputs)});
    }
  }
  for (std::size_t i = 1; i < mlp.models.size(); ++i)
    form_fact(ui, rest, tr("and beside it"), widths_text(mlp.models[i]));
  if (context.state.plan.report && !context.state.plan.report->inputs.transformer) {
    form_fact(ui, rest, tr("parameters"), format_count(context.state.plan.report->plan.parameters),
              tr("exact: counted from the shapes"), &ui.theme.good);
  }
}

void PlanInputsForm::draw_network_job(const ViewContext& context, Rect& rest) {
  const NetworkJob& mlp = context.state.plan.question.inputs.mlp;
  form_heading(context.ui, rest, tr("Job"));
  draw_mode(context, rest, mlp.mode,
            [](PlanInputs& in, std::int64_t v) { in.mlp.mode = static_cast<PlanMode>(v); });
  form_.number(context, rest,
               {tr_later("rows"),
                "rows",
                mlp.data.rows,
                [](PlanInputs& in, std::int64_t v) {
                  in.mlp.data.rows = v;
                  in.mlp.data.train_rows = usual_train_rows(v);
                },
                {},
                tr_later("of the data set, which lies on the device")});
  form_.number(context, rest,
               {tr_later("batch"), "batch", mlp.settings.batch,
                [](PlanInputs& in, std::int64_t v) { in.mlp.settings.batch = v; }});
  form_.choice(context, rest, tr_later("precision"), {"fp32", "tf32", "bf16", tr("portable")},
               static_cast<int>(mlp.settings.precision),
               [](PlanInputs& in, std::int64_t v) { in.mlp.settings.precision = static_cast<Precision>(v); });
  if (mlp.mode == PlanMode::kInfer) return;
  form_.choice(context, rest, tr_later("optimizer"), titles(kOptimizerTable),
               static_cast<int>(mlp.settings.optimizer.kind), [](PlanInputs& in, std::int64_t v) {
                 in.mlp.settings.optimizer.kind = static_cast<OptimizerKind>(v);
               });
  form_.number(context, rest,
               {tr_later("epochs"),
                "epochs",
                mlp.settings.epochs,
                [](PlanInputs& in, std::int64_t v) { in.mlp.settings.epochs = v; },
                {1, 1'000'000'000},
                tr_later("for the time of the whole training")});
  const std::shared_ptr<const PlanReport>& report = context.state.plan.report;
  if (!report || report->target.gpu) return;  // there it lies beside the card
  form_.number(context, rest,
               {tr_later("recorder, MiB"),
                "flight recorder",
                mlp.recorder / kMiB,
                [](PlanInputs& in, std::int64_t v) { in.mlp.recorder = v * kMiB; },
                {0, kMostRecorderMib},
                tr_later("main memory for states of the training, to go back to any step; 0: none")});
}

void PlanInputsForm::draw_job(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const TransformerJob& job = context.state.plan.question.inputs.job;
  const bool train = job.mode == PlanMode::kTrain, wide = job.precision == PlanPrecision::kFp32;
  form_heading(ui, rest, tr("Job"));
  draw_mode(context, rest, job.mode,
            [](PlanInputs& in, std::int64_t v) { in.job.mode = static_cast<PlanMode>(v); });
  const PlanForm::Change precision = [](PlanInputs& in, std::int64_t v) {
    in.job.precision = static_cast<PlanPrecision>(v);
  };
  if (train) {
    form_.choice(context, rest, tr_later("precision"), {"fp32", tr("bf16 mixed"), tr("fp16 mixed")},
                 static_cast<int>(job.precision), precision);
    form_.choice(context, rest, tr_later("optimizer"), {"SGD", tr("momentum"), "Adam", tr("8-bit Adam")},
                 static_cast<int>(job.optimizer),
                 [](PlanInputs& in, std::int64_t v) { in.job.optimizer = static_cast<PlanOptimizer>(v); });
  } else {
    form_.choice(context, rest, tr_later("weights"), {"fp32", "bf16", "fp16", "int8", "int4"},
                 static_cast<int>(job.precision), precision);
  }
  form_.number(
      context, rest,
      {train ? tr_later("sequence") : tr_later("tokens"),
       train ? "sequence length" : "tokens",
       job.sequence,
       [](PlanInputs& in, std::int64_t v) { in.job.sequence = v; },
       {},
       train ? tr_later("tokens of a sequence") : tr_later("that the KV cache holds for each sequence")});
  form_.number(context, rest,
               {train ? tr_later("micro-batch") : tr_later("at once"),
                "micro-batch",
                job.micro_batch,
                [](PlanInputs& in, std::int64_t v) { in.job.micro_batch = v; },
                {},
                tr_later("sequences at once on one GPU")});
  if (train) {
    form_.number(context, rest,
                 {tr_later("accumulation"),
                  "micro-batches",
                  job.micro_batches,
                  [](PlanInputs& in, std::int64_t v) { in.job.micro_batches = v; },
                  {},
                  tr_later("micro-batches in one step")});
    form_.choice(
        context, rest, tr_later("recompute"), {tr("none"), tr("selective"), tr("full")},
        static_cast<int>(job.recompute),
        [](PlanInputs& in, std::int64_t v) { in.job.recompute = static_cast<Recompute>(v); },
        tr_later("activations that are computed again instead of kept"));
  }
  form_.on_off(
      context, rest, "FlashAttention", job.flash_attention,
      [](PlanInputs& in, std::int64_t v) { in.job.flash_attention = v != 0; },
      tr_later("keeps no attention scores"));
  if (!train) return;
  if (!wide) {
    form_.on_off(
        context, rest, tr_later("fp32 gradients"), job.fp32_gradients,
        [](PlanInputs& in, std::int64_t v) { in.job.fp32_gradients = v != 0; },
        tr_later("as Megatron-LM keeps them"));
  }
  form_.choice(
      context, rest, tr_later("offload"), {tr("none"), tr("optimizer"), tr("parameters")},
      static_cast<int>(job.offload),
      [](PlanInputs& in, std::int64_t v) { in.job.offload = static_cast<Offload>(v); },
      tr_later("to the host's memory; parameters include the optimizer"));
}

void PlanInputsForm::draw_gpus(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const TransformerJob& job = context.state.plan.question.inputs.job;
  const Parallelism& p = job.parallel;
  const bool train = job.mode == PlanMode::kTrain;
  form_heading(ui, rest, tr("GPUs"));

  if (train) {
    form_.number(context, rest,
                 {tr_later("data parallel"), "data parallel degree", p.data,
                  [](PlanInputs& in, std::int64_t v) { in.job.parallel.data = v; }, kRanks,
                  tr_later("GPUs that share the batch")});
    const Rect stages =
        form_row(ui, rest, tr_later("ZeRO stage"),
                 tr_later("what data-parallel GPUs share out: 1 the optimizer, 2 gradients as well, 3 "
                          "weights as well; with one GPU nothing is saved"),
                 form_control_width(ui, rest));
    const int stage = segmented(ui, "zero", stages, {"0", "1", "2", "3"}, p.zero);
    if (stage >= 0 && stage != p.zero) {
      change_plan_by(
          context, [](PlanInputs& in, std::int64_t v) { in.job.parallel.zero = static_cast<int>(v); }, stage);
    }
    if (p.data > 1 && p.zero == 0 && job.precision != PlanPrecision::kFp32) {
      form_.on_off(
          context, rest, tr_later("distributed optimizer"), p.distributed_optimizer,
          [](PlanInputs& in, std::int64_t v) { in.job.parallel.distributed_optimizer = v != 0; },
          tr_later("Megatron-LM: the optimizer's states are shared out"));
      form_refusal(context, rest, "distributed optimizer");
    }
  }
  form_.number(context, rest,
               {tr_later("tensor parallel"), "tensor parallel degree", p.tensor,
                [](PlanInputs& in, std::int64_t v) { in.job.parallel.tensor = v; }, kRanks,
                tr_later("GPUs that share every matrix")});
  if (train && p.tensor > 1) {
    form_.on_off(
        context, rest, tr_later("sequence parallel"), p.sequence,
        [](PlanInputs& in, std::int64_t v) { in.job.parallel.sequence = v != 0; },
        tr_later("shares out what tensor parallelism leaves whole"));
  }
  form_.number(context, rest,
               {tr_later("pipeline stages"), "pipeline stages", p.pipeline,
                [](PlanInputs& in, std::int64_t v) { in.job.parallel.pipeline = v; }, kRanks,
                tr_later("GPUs that share the layers")});
  const PlanReport* const report = context.state.plan.report.get();
  if (report != nullptr && report->plan.gpus > 1)
    form_fact(ui, rest, tr("GPUs in all"), format_count(report->plan.gpus));
}

void PlanInputsForm::draw_target(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const PlanState& plan = context.state.plan;
  form_heading(ui, rest, tr_c("a device", "Target"));
  std::vector<MenuItem> items;
  const DeviceInfo& device = context.run.facts->device;
  items.push_back({.title = tr("this machine"),
                   .detail = device.name,
                   .icon = Icon::kGpu,
                   .selected = plan.question.card.empty()});
  if (plan.catalogue) {
    for (const GpuCard& card : plan.catalogue->cards) {
      items.push_back({.title = card.name,
                       .detail = format_bytes(card.usable()) + (memory_from_memory(card) ? " *" : ""),
                       .selected = card.name == plan.question.card});
    }
  }
  const std::string name = plan.question.card.empty()
                               ? (device.name.empty() ? std::string(tr("this machine")) : device.name)
                               : plan.question.card;
  const DropdownSpec spec{.id = "target", .label = {{name, ui.fonts.body, ui.theme.text}}};
  if (const auto chosen = dropdown(ui, rest.take_top(ui.px(34), ui.px(6)), spec, items)) {
    context.actions.emplace_back(
        action::PlanOn{*chosen == 0 ? "" : items[static_cast<std::size_t>(*chosen)].title});
  }
  if (!plan.report) return;
  const PlanTarget& target = plan.report->target;
  const auto mark = [&](const char* field) {
    return target.card && target.card->is_from_memory(field) ? std::string(" *") : std::string();
  };
  const auto source = [&](const char* field) -> std::string {
    if (!target.card || !plan.catalogue) return {};
    const auto code = target.card->sources.find(field);
    if (code == target.card->sources.end()) return {};
    const auto words = plan.catalogue->source_codes.find(code->second);
    return words == plan.catalogue->source_codes.end() ? code->second : words->second;
  };
  if (target.sold > 0) {
    form_fact(ui, rest, tr("sold as") + mark("marketing_memory_gb"),
              format_count(target.sold / 1'000'000'000) + " GB",
              tr("GB of 1e9 bytes, as printed on the box"));
  }
  if (target.nvidia_smi > 0) {
    form_fact(ui, rest, tr("nvidia-smi total") + mark("nvidia_smi_total_mib"),
              format_count(target.nvidia_smi / kMiB) + " MiB", source("nvidia_smi_total_mib"));
  }
  form_fact(ui, rest, tr("usable by a program") + mark("cuda_visible_gib"), format_bytes(target.usable),
            std::string(tr(std::string_view(target.usable_source))) + "\n" +
                tr("grade: {1}", tr(grade_name(target.usable_grade))));
  if (plan.question.card.empty()) {
    form_fact(ui, rest, tr("held by others now"), format_bytes(target.others));
    form_fact(ui, rest, tr("free for the plan"), format_bytes(target.available()));
  }
  const char* const capacities[] = {"marketing_memory_gb", "nvidia_smi_total_mib", "cuda_visible_gib"};
  if (std::any_of(std::begin(capacities), std::end(capacities),
                  [&](auto field) { return !mark(field).empty(); })) {
    rest.take_top(
        draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.warning, tr("* unverified figure")));
  }
  if (target.card && target.card->own) {
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted,
                               tr("from {1}", plan.own_cards_path)));
  }
}

void PlanInputsForm::draw_length(const ViewContext& context, Rect& rest) {
  const PlanQuestion& question = context.state.plan.question;
  form_heading(context.ui, rest, tr("Time and cost"));
  if (question.subject == PlanSubject::kTransformer && question.inputs.job.mode == PlanMode::kTrain) {
    form_.amount(context, rest,
                 {tr_later("tokens in all"),
                  tr_later("such as 1e9"),
                  question.inputs.train_tokens,
                  [](PlanInputs& in, double v) { in.train_tokens = v; },
                  {.least = 0, .most = 1e18, .first = 1e9},
                  tr_later("how many tokens it trains on, for the time and the cost")});
  }
  form_.amount(context, rest,
               {tr_later("price an hour"),
                tr_later("of one GPU"),
                question.inputs.price_per_hour.value_or(0),
                [](PlanInputs& in, double v) { in.price_per_hour = v > 0 ? std::optional(v) : std::nullopt; },
                {.least = 0, .most = 1e6, .first = 0.1},
                tr_later("of one GPU, in your currency")});
}

void PlanInputsForm::draw(const ViewContext& context, Rect& rest) {
  const PlanState& plan = context.state.plan;
  draw_subject(context, rest);
  if (plan.question.subject == PlanSubject::kTransformer) {
    draw_model(context, rest);
    if (plan.question.inputs.transformer) {
      draw_job(context, rest);
      draw_gpus(context, rest);
    }
  } else {
    draw_network(context, rest);
    draw_network_job(context, rest);
  }
  draw_target(context, rest);
  draw_length(context, rest);
}

}  // namespace headroom::app

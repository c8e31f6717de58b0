// headroom-cli train: from a preset or a CSV file to a trained network.
#include <memory>

#include "app/cli/context.h"
#include "app/cli/output.h"
#include "app/cli/train_options.h"
#include "app/cli/train_report.h"
#include "app/cli/train_session.h"
#include "core/base/json.h"

namespace headroom::cli {

Action add_train(Subcommand& app) {
  auto options = std::make_shared<TrainOptions>();
  register_options(app, *options);
  return [options](Context& context) {
    TrainSession session(*options, context);
    session.prepare();
    session.train();
    if (context.json) {
      print_json(train_document(session, options->log_steps), context.out);
    } else {
      print_train_tables(session, options->log_steps, context.out);
    }
  };
}

}  // namespace headroom::cli

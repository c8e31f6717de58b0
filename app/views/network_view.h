// The Network tab: the network that is looked at, unit by unit or layer by layer, and beside it what its
// layers do and how they came to do it.
#pragma once

#include <memory>

#include "app/views/network_matrices.h"
#include "app/views/network_nodes.h"
#include "app/views/view.h"

namespace headroom::app {

// `choice`: there is room for the panel or the figures, and this chooses between them.
struct NetworkLayout {
  Rect panel, side, choice;
};
NetworkLayout network_layout(const Rect& area, float scale, bool presenter, bool figures);

class NetworkView : public View {
 public:
  void draw(const ViewContext& context, const Rect& area) override;
  std::optional<EmptyState> empty_state(const ViewContext& context) const override;
  Interests watches() const override;

 private:
  void draw_panel(const NetworkPage& page, const Rect& area);
  void draw_header(const NetworkPage& page, Rect area);
  void draw_nodes_panel(const NetworkPage& page, Rect area);
  void draw_heads(const NetworkPage& page, const NodeLayout& layout);
  void draw_side(const NetworkPage& page, const Rect& area);

  NodesState nodes_;
  NetworkMatrices matrices_;
  NetworkChange change_;
  std::shared_ptr<const Inspection> shown_;  // the newest about this network: drawn until there is another
};

}  // namespace headroom::app

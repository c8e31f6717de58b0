// What is kept by a key as long as somebody asks for it in every frame.
//
//   WhileAsked<GlTexture> kept;
//   kept.begin_frame();                       // what was not asked for since the last time goes
//   GlTexture& texture = kept.of("layer 2");  // made where there is none
//
// Thread rule: that of what is kept.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace headroom::app {

template <class T>
class WhileAsked {
 public:
  void begin_frame() {
    std::erase_if(entries_, [](const auto& entry) { return !entry.second.asked; });
    for (auto& [key, entry] : entries_) entry.asked = false;
  }
  T& of(std::string_view key) {
    auto found = entries_.find(key);
    if (found == entries_.end()) found = entries_.emplace(key, Entry{}).first;
    found->second.asked = true;
    return found->second.value;
  }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    T value = {};
    bool asked = false;
  };
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace headroom::app

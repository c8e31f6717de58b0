#include "core/io/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <cstring>
#include <string_view>

namespace headroom {

namespace {

constexpr std::size_t padded(std::size_t bytes) { return (bytes + 3) / 4 * 4; }

// A segment of notes (elf.h): header, name and content of each one, padded to four bytes.
std::string id_in_notes(std::string_view notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note{};
    std::memcpy(&note, notes.data(), sizeof note);
    const std::size_t content = sizeof note + padded(note.n_namesz);
    const std::size_t end = content + padded(note.n_descsz);
    if (end > notes.size()) return {};
    const std::string_view name = notes.substr(sizeof note, note.n_namesz);
    if (note.n_type == NT_GNU_BUILD_ID && name == std::string_view("GNU\0", 4)) {
      std::string text;
      for (const char c : notes.substr(content, note.n_descsz)) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
      }
      return text;
    }
    notes.remove_prefix(end);
  }
  return {};
}

// Called for the program itself first; any answer but 0 ends the walk before the libraries.
int visit(dl_phdr_info* object, std::size_t, void* id) {
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* start = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);
    std::string found = id_in_notes({start, segment.p_memsz});
    if (!found.empty()) *static_cast<std::string*>(id) = std::move(found);
  }
  return 1;
}

}  // namespace

std::string program_build() {
  std::string id;
  dl_iterate_phdr(visit, &id);
  return id.empty() ? "headroom " + program_version() : id;
}

std::string program_version() { return HEADROOM_VERSION; }

std::string source_assets() { return HEADROOM_SOURCE_ASSETS; }

}  // namespace headroom

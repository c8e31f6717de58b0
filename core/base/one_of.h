// A value of one of many types, as std::variant, for lists of dozens: a variant of seventy takes three
// seconds to compile in every file that keeps one, and a fifth more for every type that is put into it. This
// takes none. The value is immutable and shared: a copy costs as much as one of a std::shared_ptr.
//
//   using Shape = OneOf<Kinds<Circle, Square>>;     // or a struct that derives from Kinds, for shorter names
//
//   const Shape shape = Square{2};
//   if (const Square* const square = get_if<Square>(&shape)) use(square->side);
//   visit([](const auto& kind) { draw(kind); }, shape);   // does not compile if a kind cannot be drawn
//
// What has been moved from holds nothing; it can be destroyed or assigned to.
//
// Thread rule: a plain value; the same value may be read by any thread.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>
#include <variant>  // std::bad_variant_access

namespace headroom {

template <typename... Types>
struct Kinds {};

template <typename Type, typename... Types>
constexpr bool is_one_of(const Kinds<Types...>&) {
  return (std::is_same_v<Type, Types> || ...);
}

template <typename List>
class OneOf {
 public:
  template <typename Kind>
  requires(is_one_of<Kind>(List{})) OneOf(Kind kind)
      : value_(static_cast<const Any*>(new Held<Kind>(std::move(kind)))) {}

  template <typename Kind>
  requires(is_one_of<Kind>(List{})) const Kind* get_if() const {
    const bool is = value_ && value_->kind == &kTag<Kind>;
    return is ? &static_cast<const Held<Kind>*>(value_.get())->value : nullptr;
  }

 private:
  template <typename Kind>
  static constexpr char kTag = 0;  // its address stands for the type

  struct Any {
    explicit Any(const char* of) : kind(of) {}
    virtual ~Any() = default;
    const char* kind;
  };
  template <typename Kind>
  struct Held final : Any {
    explicit Held(Kind held) : Any(&kTag<Kind>), value(std::move(held)) {}
    Kind value;
  };

  std::shared_ptr<const Any> value_;
};

// As those of std::variant, and found as they are: by the namespace of what they are asked about.
template <typename Kind, typename List>
const Kind* get_if(const OneOf<List>* one) {
  return one->template get_if<Kind>();
}
template <typename Kind, typename List>
bool holds_alternative(const OneOf<List>& one) {
  return one.template get_if<Kind>() != nullptr;
}
// Throws std::bad_variant_access when it is another one.
template <typename Kind, typename List>
const Kind& get(const OneOf<List>& one) {
  if (const Kind* const kind = one.template get_if<Kind>()) return *kind;
  throw std::bad_variant_access();
}

template <typename Visitor, typename List, typename... Types>
void visit(Visitor&& visitor, const OneOf<List>& one, const Kinds<Types...>&) {
  const auto of = [&](const auto* kind) {
    if (kind) visitor(*kind);
    return kind != nullptr;
  };
  (of(one.template get_if<Types>()) || ...);
}
template <typename Visitor, typename List>
void visit(Visitor&& visitor, const OneOf<List>& one) {
  visit(visitor, one, List{});
}

}  // namespace headroom

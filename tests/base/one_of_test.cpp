#include "core/base/one_of.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace headroom {
namespace {

struct Circle {
  double radius;
};
struct Square {
  double side;
};
struct Label {
  std::string text;
};
// Nothing tells them from each other but their type.
struct Nothing {};
struct Else {};

struct ShapeKinds : Kinds<Circle, Square, Label, Nothing, Else> {};
using Shape = OneOf<ShapeKinds>;

static_assert(std::is_convertible_v<Circle, Shape>);
static_assert(!std::is_constructible_v<Shape, std::string>);  // of no kind

TEST(OneOf, TellsItsKind) {
  const Shape shape = Square{2};
  ASSERT_NE(get_if<Square>(&shape), nullptr);
  EXPECT_EQ(get_if<Square>(&shape)->side, 2);
  EXPECT_EQ(get_if<Circle>(&shape), nullptr);
  EXPECT_TRUE(holds_alternative<Square>(shape));
  EXPECT_FALSE(holds_alternative<Label>(shape));
  EXPECT_EQ(get<Square>(shape).side, 2);
  EXPECT_THROW(get<Circle>(shape), std::bad_variant_access);

  const Shape nothing = Nothing{};
  EXPECT_TRUE(holds_alternative<Nothing>(nothing));
  EXPECT_FALSE(holds_alternative<Else>(nothing));
}

TEST(OneOf, IsCopiedAndMovedAsAValue) {
  std::vector<Shape> shapes = {Label{"one"}, Circle{1}};
  const std::vector<Shape> before = shapes;
  shapes[0] = Label{"two"};
  EXPECT_EQ(get<Label>(before[0]).text, "one");
  EXPECT_EQ(get<Label>(shapes[0]).text, "two");

  Shape moved = std::move(shapes[1]);
  EXPECT_EQ(get<Circle>(moved).radius, 1);
  EXPECT_FALSE(
      holds_alternative<Circle>(shapes[1]));  // NOLINT(bugprone-use-after-move): nothing, not a danger
  shapes[1] = moved;
  EXPECT_EQ(get<Circle>(shapes[1]).radius, 1);
}

struct Watched {
  std::shared_ptr<int> alive;
};

TEST(OneOf, LetsGoOfWhatItHeld) {
  const auto alive = std::make_shared<int>(0);
  {
    const OneOf<Kinds<Watched, Nothing>> one = Watched{alive};
    const auto copy = one;
    EXPECT_EQ(alive.use_count(), 2);  // shared, not copied
  }
  EXPECT_EQ(alive.use_count(), 1);
}

TEST(OneOf, IsVisitedOnce) {
  const auto say = [](const Shape& shape) {
    struct Say {
      std::string text;
      void operator()(const Circle&) { text += "circle "; }
      void operator()(const Square& square) {
        text += "square of " + std::to_string(static_cast<int>(square.side));
      }
      void operator()(const Label& label) { text += label.text; }
      void operator()(const Nothing&) { text += "nothing"; }
      void operator()(const Else&) { text += "else"; }
    } visitor;
    visit(visitor, shape);
    return visitor.text;
  };
  EXPECT_EQ(say(Square{3}), "square of 3");
  EXPECT_EQ(say(Label{"here"}), "here");
  EXPECT_EQ(say(Else{}), "else");
}

}  // namespace
}  // namespace headroom

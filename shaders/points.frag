#version 410 core
// A disc, for mark 1 of two a diamond, or a ring; the rim fades over a pixel. Colours are premultiplied.
flat in vec4 ink;
flat in uint shape;
flat in float size;
uniform bool diamonds;
uniform uint rings_from;
uniform float ring_width;  // pixels
out vec4 color;

void main() {
  vec2 off = abs(gl_PointCoord * 2.0 - 1.0);
  float reach = diamonds && shape == 1u ? off.x + off.y : length(off);
  float cover = clamp((1.0 - reach) * size * 0.5 + 0.5, 0.0, 1.0);
  if (shape >= rings_from) {
    float middle = 0.5 * (size - ring_width) - 0.5;
    cover = clamp(0.5 * ring_width + 0.5 - abs(length(off) * size * 0.5 - middle), 0.0, 1.0);
  }
  if (cover <= 0.0) discard;
  color = vec4(ink.rgb, 1.0) * (ink.a * cover);
}

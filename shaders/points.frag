#version 410 core
// A disc, or for mark 1 of two a diamond; the rim fades over a pixel. Colours are premultiplied.
flat in vec4 ink;
flat in uint shape;
uniform float diameter;
uniform bool diamonds;
out vec4 color;

void main() {
  vec2 off = abs(gl_PointCoord * 2.0 - 1.0);
  float reach = diamonds && shape == 1u ? off.x + off.y : length(off);
  float cover = clamp((1.0 - reach) * diameter * 0.5 + 0.5, 0.0, 1.0);
  if (cover <= 0.0) discard;
  color = vec4(ink.rgb, 1.0) * (ink.a * cover);
}

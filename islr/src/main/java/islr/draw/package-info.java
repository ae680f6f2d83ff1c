/// Clips drawn as SVG, so that somebody can see what a model saw. No library is needed: SVG is text.
///
/// ```
/// DrawnPage: title, lines of text
/// ├─ ClipDrawing: title                                     Clip [T, R, 3] ─ Bones: which landmarks, which lines
/// │    ┌ 1/23 ┐┌ 4/23 ┐┌ 7/23 ┐ … eight frames                             ─ Fit: one scale for all frames
/// │    │  o   ││  o   ││  o   │                             ─ Svg: numbers, texts, lines
/// │    │ /|\_ ││ /|\_ ││ /|\  │
/// │    └──────┘└──────┘└ no left hand                       a hand that was not seen
/// │    left  ━━━━━━━━━━━━━      all T frames: where each hand was seen
/// │    right ━━━━━    ━━━━━
/// │    caption: ClipSummary in plain words
/// └─ ClipDrawing …
/// ```
///
/// [islr.draw.ClipDrawing] draws any clip: one without hands, without a pose, of one frame, in pixels. What is seen is
/// fitted into the boxes. The same clip gives the same bytes. A [islr.draw.ChangesPage] shows clips before a
/// change and after it.
package islr.draw;

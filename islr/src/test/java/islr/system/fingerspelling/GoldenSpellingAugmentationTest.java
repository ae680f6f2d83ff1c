package islr.system.fingerspelling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import islr.system.fingerspelling.PointChanges.Window;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The changes of sequences in training against the original, each alone and in chains; random ones by what is drawn.
class GoldenSpellingAugmentationTest {
    private final JsonNode cases = SpellingGoldens.json("augment.json");

    @Test
    void everyChangeIsTheOriginals() throws IOException {
        try (SafetensorsFile golden = SpellingGoldens.open("augment.safetensors")) {
            List<String> compared = new ArrayList<>(List.of("x", "x2", "short"));
            for (Map.Entry<String, JsonNode> each : cases.properties()) {
                String name = each.getKey();
                if (!golden.entries().containsKey(name)) {
                    continue;
                }
                boolean onShort = each.getValue().path("on").asText().equals("short");
                float[] x = golden.tensor(onShort ? "short" : "x").toArray();
                SpellingGoldens.nearPoints(name, changed(golden, name, each.getValue(), x),
                        golden.tensor(name).toArray());
                compared.add(name);
                compared.add(name + ".mask");
            }
            for (JsonNode chain : cases.get("pipeline")) {
                String name = chain.get("output").asText();
                SpellingGoldens.nearPoints(name, chained(chain.get("applied"), golden.tensor("x").toArray()),
                        golden.tensor(name).toArray());
                compared.add(name);
            }
            assertThat(compared).containsAll(golden.entries().keySet());
        }
    }

    private float[] changed(SafetensorsFile golden, String name, JsonNode p, float[] x) throws IOException {
        Window all = Window.all(x.length / SpellingFeatures.WIDTH);
        if (name.startsWith("cutmix")) {
            return mixed(golden, name, p, x);
        } else if (name.equals("flip")) {
            return PointChanges.mirrored(x);
        } else if (name.startsWith("resample")) {
            return FrameChanges.resampled(x, p.get("sample_rate").asDouble());
        } else if (name.startsWith("dynamic")) {
            return FrameChanges.resampled(x, doubles(p.get("sample_rates")));
        } else if (name.startsWith("shift")) {
            return FrameChanges.shifted(x, p.get("shift_rate").asInt());
        } else if (name.startsWith("affine")) {
            return affine(p).of(x);
        } else if (name.startsWith("fit_")) {
            Fit fit = name.startsWith("fit_linear") ? Fit.LINEAR : Fit.NEAREST;
            float[] fitted = fit.atMost(p.get("max_len").asInt(), x, 33);
            return Arrays.copyOf(fitted, p.get("max_len").asInt() * SpellingFeatures.WIDTH);
        } else if (name.equals("fingers_drop")) {
            PointChanges.drop(x, all, PointChanges.fingers(ints(p.get("fidx"))));
        } else if (name.equals("windows_fingers_drop")) {
            List<Window> windows = windows(p, "window", 33);
            for (int w = 0; w < 2; w++) {
                PointChanges.drop(x, windows.get(w), PointChanges.fingers(ints(p.get("fidx").get(w))));
            }
        } else if (name.startsWith("pose_drop")) {
            int[] points = PointChanges.arms(p.get("type").asInt() - 1, true);
            assertThat(points).isEqualTo(ints(p.get("indices")));
            PointChanges.drop(x, all, points);
        } else if (name.equals("face_drop")) {
            PointChanges.drop(x, all, SpellingPoints.Kind.HEAD.points());
        } else if (name.equals("hand_drop")) {
            PointChanges.drop(x, all, PointChanges.hands());
        } else if (name.startsWith("tmask")) {
            windows(p, "mask", 33).forEach(window -> PointChanges.dropAll(x, window));
        } else if (name.equals("smask_fixed")) {
            PointChanges.dropInside(x, p.get("mask_size").asDouble(), p.get("offset_x_01").asDouble(),
                    p.get("offset_y_01").asDouble());
        } else {
            assertThat(name).isEqualTo("smask_as_shipped");
        }
        return x;
    }

    private static float[] mixed(SafetensorsFile golden, String name, JsonNode p, float[] x) throws IOException {
        SpelledPoints first = new SpelledPoints(x, p.get("phrase").asText(), p.get("score").asDouble());
        SpelledPoints second = new SpelledPoints(golden.tensor("x2").toArray(), p.get("phrase2").asText(),
                p.get("score2").asDouble());
        SpelledPoints mixed = first.mixed(second, p.get("cut_off").asDouble(), p.get("coin").asDouble() < 0.5);
        assertThat(mixed.phrase()).as(name).isEqualTo(p.get("new_phrase").asText());
        assertThat(mixed.score()).as(name).isEqualTo(p.get("new_score").asDouble(),
                org.assertj.core.api.Assertions.within(1e-12));
        return mixed.points();
    }

    private static AffineChange affine(JsonNode p) {
        return new AffineChange(p.get("scale").asDouble(), p.get("shear").get(0).asDouble(),
                p.get("shear").get(1).asDouble(), p.get("shift").asDouble(), p.get("degree").asDouble(), true);
    }

    private static List<Window> windows(JsonNode p, String what, int frames) {
        double[] sizes = doubles(p.get(what + "_sizes"));
        double[] offsets = doubles(p.get(what + "_offsets_01"));
        return IntStream.range(0, sizes.length).mapToObj(i -> Window.of(frames, sizes[i], offsets[i])).toList();
    }

    private static double[] doubles(JsonNode list) {
        return IntStream.range(0, list.size()).mapToDouble(i -> list.get(i).asDouble()).toArray();
    }

    /// Numbers of a list or of a list of lists.
    private static int[] ints(JsonNode list) {
        return IntStream.range(0, list.size()).mapToObj(list::get)
                .flatMapToInt(each -> each.isArray() ? IntStream.of(ints(each)) : IntStream.of(each.asInt())).toArray();
    }

    private float[] chained(JsonNode applied, float[] from) {
        float[] x = from;
        List<Window> windows = List.of();
        int window = 0;
        for (JsonNode each : applied) {
            JsonNode p = each.get("params");
            int frames = x.length / SpellingFeatures.WIDTH;
            switch (each.get("name").asText()) {
                case "Resample" -> x = FrameChanges.resampled(x, p.get("sample_rate").asDouble());
                case "DynamicResample" -> x = FrameChanges.resampled(x, doubles(p.get("sample_rates")));
                case "TimeShift" -> x = FrameChanges.shifted(x, p.get("shift_rate").asInt());
                case "SpatialAffine" -> x = affine(p).of(x);
                case "OnWindows" -> {
                    windows = windows(p, "window", frames);
                    window = 0;
                }
                case "FingersDrop" ->
                        PointChanges.drop(x, windows.get(window++), PointChanges.fingers(ints(p.get("fidx"))));
                case "PoseDrop2" ->
                        PointChanges.drop(x, Window.all(frames), PointChanges.arms(p.get("type").asInt() - 1, true));
                case "FaceDrop" -> PointChanges.drop(x, Window.all(frames), SpellingPoints.Kind.HEAD.points());
                case "HandDrop2" -> PointChanges.drop(x, Window.all(frames), PointChanges.hands());
                case "TemporalMask" -> {
                    for (Window masked : windows(p, "mask", frames)) {
                        PointChanges.dropAll(x, masked);
                    }
                }
                default -> assertThat(each.get("name").asText()).isEqualTo("SpatialMask");
            }
            if (each.has("frames_out") && !each.get("name").asText().equals("FingersDrop")) {
                assertThat(x.length / SpellingFeatures.WIDTH).isEqualTo(each.get("frames_out").asInt());
            }
        }
        return x;
    }

    /// The frame numbers of a sequence, as x of every point, show what was drawn.
    private static SpelledPoints numbered(int frames, float from) {
        float[] points = new float[frames * SpellingFeatures.WIDTH];
        for (int i = 0; i < points.length; i++) {
            points[i] = from + i / SpellingFeatures.WIDTH + 0.001f * (i % SpellingFeatures.WIDTH);
        }
        return new SpelledPoints(points, "phrase " + (int) from, 0.5);
    }

    @Test
    void chainsDrawHandsArmsAndFacesAsOftenAsTheOriginal() {
        SplittableRandom random = new SplittableRandom(3);
        int[] dropped = new int[3];
        int draws = 8000;
        for (int i = 0; i < draws; i++) {
            float[] points = new SpellingAugmentation(Part.TWO, true).of(numbered(20, 100), null, random).points();
            int frames = points.length / SpellingFeatures.WIDTH;
            int[][] which = {{118 + 10, 118 + 11}, {0, 90}, {40, 61}};
            for (int kind = 0; kind < 3; kind++) {
                boolean gone = frames > 0;
                for (int frame = 0; frame < frames; frame++) {
                    for (int point : which[kind]) {
                        gone &= points[frame * SpellingFeatures.WIDTH + 3 * point] == 0;
                    }
                }
                dropped[kind] += gone ? 1 : 0;
            }
        }
        // Within four standard deviations of a count.
        double[] expected = {0.265, 0.189, 0.091};
        for (int kind = 0; kind < 3; kind++) {
            assertThat(dropped[kind] / (double) draws).as("kind " + kind).isCloseTo(expected[kind],
                    org.assertj.core.api.Assertions.within(0.02));
        }
    }

    @Test
    void theSameSeedGivesTheSameChangesAndTheSequenceIsLeftAlone() {
        for (Part part : Part.values()) {
            for (boolean published : new boolean[] {true, false}) {
                SpellingAugmentation changes = new SpellingAugmentation(part, published);
                for (int frames : new int[] {1, 2, 3, 17, 400}) {
                    SpelledPoints sequence = numbered(frames, 7);
                    float[] before = sequence.points().clone();
                    for (int seed = 0; seed < 40; seed++) {
                        SpelledPoints first = changes.of(sequence, () -> numbered(9, 50), new SplittableRandom(seed));
                        SpelledPoints again = changes.of(sequence, () -> numbered(9, 50), new SplittableRandom(seed));
                        assertThat(first.points()).isEqualTo(again.points()).isNotEmpty();
                        assertThat(first.phrase()).isEqualTo(again.phrase());
                    }
                    assertThat(sequence.points()).isEqualTo(before);
                }
            }
        }
    }
}

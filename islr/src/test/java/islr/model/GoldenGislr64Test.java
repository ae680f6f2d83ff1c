package islr.model;

import static org.assertj.core.api.Assertions.assertThat;

import islr.features.FeatureSet;
import islr.features.Frames;
import islr.features.LandmarkGroup;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.model.FrameBatch.Layout;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.kernel.KernelProvider;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// GISLR-64's forward pass against the original's: every intermediate result, logits and probabilities, of every clip,
/// variant and model, with the padding kept as one row and as many.
class GoldenGislr64Test {
    private static final Map<Path, Gislr64> MODELS = new ConcurrentHashMap<>();

    private static Gislr64 model(Path weights) {
        try {
            Goldens.compared(weights);
            return ModelFile.read(weights).model();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyResultIsTheOriginals() {
        Inputs inputs = new Inputs(Goldens.folder());
        return Goldens.models(Gislr64.PRESET).stream()
                .flatMap(folder -> clips(folder).stream()
                        .flatMap(clip -> Stream.of(Layout.values())
                                .map(layout -> DynamicTest.dynamicTest(
                                        folder.getFileName() + ", " + clip + ", " + layout,
                                        () -> compare(folder, inputs, clip, layout)))));
    }

    @Test
    void everySystemOfTheGoldensIsComparedOrNamedAsNotBuiltYet() {
        Set<String> support = Set.of("inputs", "metrics", "README.md", Gislr64.PRESET);
        assertThat(Goldens.children(Goldens.folder()).stream().map(child -> child.getFileName().toString())
                .filter(name -> !support.contains(name)))
                .allSatisfy(name -> assertThat(Goldens.notBuiltYet(name)).as(name).isTrue());
    }

    /// Names `<clip>` and `masked.<clip>` that have logits.
    private static Set<String> clips(Path folder) {
        try (SafetensorsFile golden = Goldens.open(folder.resolve("expected.safetensors"))) {
            return golden.entries().keySet().stream().filter(key -> key.endsWith(".logits"))
                    .map(key -> key.replace(".logits", "")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void compare(Path folder, Inputs inputs, String name, Layout layout) throws IOException {
        Gislr64 model = MODELS.computeIfAbsent(folder.resolve("weights.safetensors"), GoldenGislr64Test::model);
        Frames frames = model.features().of(inputs.clip(name.replace("masked.", "")));
        try (SafetensorsFile golden = Goldens.open(folder.resolve("expected.safetensors"))) {
            Compared compared = new Compared(name, golden, model.settings().frames());
            if (frames.kept() == 0) {
                assertThat(Close.anyNaN(golden.tensor(name + ".logits").toArray()))
                        .as("the original answers NaN where there is no hand").isTrue();
            }
            float[] mask = golden.entries().containsKey(name + ".u")
                    ? FrameMask.masked(frames, golden.tensor(name + ".u").toArray(), Gislr64.FRAME_MASKING)
                    : FrameMask.all(frames);
            float[] one = run(model, frames, mask, layout, Parallel.sequential(), compared);
            try (Parallel two = Parallel.threads(2)) {
                assertThat(run(model, frames, mask, layout, two, null)).as("two threads").isEqualTo(one);
            }
        }
    }

    private static float[] run(Gislr64 model, Frames frames, float[] mask, Layout layout, Parallel parallel,
            Compared golden) {
        Compute c = new Compute(KernelProvider.best(), parallel, Memory.heap());
        FrameBatch batch = model.batch(c, List.of(frames), List.of(mask), layout);
        Tensor logits = model.forward(c, batch);
        if (golden != null) {
            stages(c, model, batch, golden);
            golden.relative("logits", logits.toArray());
            golden.probabilities("probs", logits.softmax(c).toArray());
        }
        return logits.toArray();
    }

    /// The forward pass stage by stage.
    private static void stages(Compute c, Gislr64 model, FrameBatch batch, Compared golden) {
        golden.rows("mask", batch.mask(), 1);
        golden.positions(batch.positions());
        LandmarkEmbedding embedding = model.embedding();
        for (int g = 0; g < FeatureSet.DOMINANT_HAND.groups().size(); g++) {
            LandmarkGroup group = FeatureSet.DOMINANT_HAND.groups().get(g);
            golden.rows("norm." + group.name(), batch.groups().get(g).toArray(), 2 * group.count());
            Tensor e = embedding.group(c, batch, g);
            golden.rows("emb." + group.name(), e.toArray(), e.shape().columns());
        }
        Tensor merged = embedding.merged(c, batch);
        golden.rows("emb.merged", merged.toArray(), merged.shape().columns());
        Tensor mixed = embedding.mixed(c, merged);
        golden.rows("emb.fc", mixed.toArray(), mixed.shape().columns());
        Tensor x = embedding.forward(c, batch);
        golden.rows("emb.out", x.toArray(), x.shape().columns());
        for (int i = 0; i < model.blocks().size(); i++) {
            if (i == 0) {
                golden.attention("block0.attn_probs.head0", model.blocks().get(0).probabilities(c, x, batch).toArray(),
                        batch.segments().rows());
            }
            Tensor attended = model.blocks().get(i).attended(c, x, batch);
            golden.rows("block" + i + ".attn_out", attended.toArray(), attended.shape().columns());
            x = model.blocks().get(i).fed(c, attended);
            golden.rows("block" + i + ".out", x.toArray(), x.shape().columns());
            if (i == model.blocks().size() - 1) {
                golden.relative("pooled", model.blocks().get(i).fedMean(c, attended, batch).toArray());
            }
        }
        golden.relative("pooled", Gislr64.mean(c, x, batch).toArray());
    }

    /// Results of one clip beside the goldens. A batch of fewer than S rows is the compact one: its last row stands for
    /// all padded frames.
    private record Compared(String clip, SafetensorsFile golden, int frames) {

        private boolean has(String stage) {
            return golden.entries().containsKey(clip + "." + stage);
        }

        private float[] expected(String stage) {
            try {
                return golden.tensor(clip + "." + stage).toArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void relative(String stage, float[] actual) {
            if (Close.anyNaN(expected(stage))) {
                assertThat(Close.anyNaN(actual)).as(clip + "." + stage).isTrue();
            } else {
                Close.relative(clip + "." + stage, actual, expected(stage), Close.RELATIVE);
            }
        }

        void probabilities(String stage, float[] actual) {
            if (!Close.anyNaN(expected(stage))) {
                Close.absolute(clip + "." + stage, actual, expected(stage), Close.PROBABILITY);
            }
        }

        void rows(String stage, float[] actual, int columns) {
            if (has(stage)) {
                Close.relative(clip + "." + stage, expanded(actual, columns), expected(stage), Close.RELATIVE);
            }
        }

        void positions(int[] actual) {
            if (has("emb.pos_index")) {
                try {
                    int[] expected = golden.ints(clip + ".emb.pos_index");
                    for (int t = 0; t < frames; t++) {
                        assertThat(actual[Math.min(t, actual.length - 1)]).as(clip + ".emb.pos_index[" + t + "]")
                                .isEqualTo(expected[t]);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        /// Head 0's [rows, rows] matrix; a compact column holds the weight of all the frames it stands for.
        void attention(String stage, float[] actual, int rows) {
            if (has(stage)) {
                float[] expanded = new float[frames * frames];
                for (int i = 0; i < frames; i++) {
                    for (int j = 0; j < frames; j++) {
                        int standsFor = j >= rows - 1 ? frames - rows + 1 : 1;
                        expanded[i * frames + j] = actual[Math.min(i, rows - 1) * rows + Math.min(j, rows - 1)]
                                / standsFor;
                    }
                }
                Close.absolute(clip + "." + stage, expanded, expected(stage), Close.PROBABILITY);
            }
        }

        private float[] expanded(float[] rows, int columns) {
            float[] all = new float[frames * columns];
            int count = rows.length / columns;
            for (int t = 0; t < frames; t++) {
                System.arraycopy(rows, Math.min(t, count - 1) * columns, all, t * columns, columns);
            }
            return all;
        }
    }
}

package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.recognize.ModelFile;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.gislr.FrameBatch.Layout;
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
import org.junit.jupiter.api.TestFactory;

/// The forward passes of GISLR-64 and GISLR-32 against the originals': every intermediate result, logits and
/// probabilities, of every clip, variant and model, with the padding kept as one row and as many.
class GoldenGislrTest {
    private static final List<String> SYSTEMS = List.of("gislr-64", "gislr-32");
    private static final Map<Path, GislrNetwork> MODELS = new ConcurrentHashMap<>();

    private static GislrNetwork model(Path weights) {
        try {
            Goldens.compared(weights);
            return (GislrNetwork) ModelFile.read(weights).model();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyResultIsTheOriginals() {
        Inputs inputs = new Inputs(Goldens.folder());
        return SYSTEMS.stream().flatMap(system -> Goldens.models(system).stream())
                .flatMap(folder -> clips(folder).stream().flatMap(clip -> Stream.of(Layout.values())
                        .map(layout -> DynamicTest.dynamicTest(folder.getParent().getFileName() + "/"
                                + folder.getFileName() + ", " + clip + ", " + layout,
                                () -> compare(folder, inputs, clip, layout)))));
    }

    /// Names `<clip>` and `masked.<clip>` that have logits.
    private static Set<String> clips(Path folder) {
        try (SafetensorsFile golden = Goldens.open(folder.resolve("expected.safetensors"))) {
            return golden.entries().keySet().stream().filter(key -> key.endsWith(".logits"))
                    .map(key -> key.replace(".logits", "")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void compare(Path folder, Inputs inputs, String name, Layout layout) throws IOException {
        GislrNetwork model = MODELS.computeIfAbsent(folder.resolve("weights.safetensors"), GoldenGislrTest::model);
        GislrSizes sizes = model.sizes();
        Sample sample = new GislrFeatures(sizes.features(), sizes.frames())
                .of(inputs.clip(name.replace("masked.", "")));
        try (SafetensorsFile golden = Goldens.open(folder.resolve("expected.safetensors"))) {
            Compared compared = new Compared(name, golden, sizes.frames());
            if (sample.isEmpty()) {
                assertThat(Close.anyNaN(golden.tensor(name + ".logits").toArray()))
                        .as("the original answers NaN where there is no hand").isTrue();
            }
            if (golden.entries().containsKey(name + ".u")) {
                sample = new FrameMasking(sizes.features().columns(), 0.25f).masked(sample,
                        golden.tensor(name + ".u").toArray(), Memory.heap());
            }
            float[] one = run(model, sample, layout, Parallel.sequential(), compared);
            try (Parallel two = Parallel.threads(2)) {
                assertThat(run(model, sample, layout, two, null)).as("two threads").isEqualTo(one);
            }
        }
    }

    private static float[] run(GislrNetwork model, Sample sample, Layout layout, Parallel parallel, Compared golden) {
        Compute c = new Compute(KernelProvider.best(), parallel, Memory.heap());
        FrameBatch batch = model.batch(c, Batch.of(Memory.heap(), List.of(sample)), layout);
        Tensor logits = model.logits(c, batch);
        if (golden != null) {
            stages(c, model, batch, golden);
            golden.relative("logits", logits.toArray());
            golden.probabilities("probs", logits.softmax(c).toArray());
        }
        return logits.toArray();
    }

    /// The forward pass stage by stage.
    private static void stages(Compute c, GislrNetwork model, FrameBatch batch, Compared golden) {
        golden.rows("mask", batch.mask(), 1);
        golden.positions(batch.positions());
        LandmarkEmbedding embedding = model.embedding();
        List<LandmarkGroup> groups = model.sizes().groups();
        for (int g = 0; g < groups.size(); g++) {
            LandmarkGroup group = groups.get(g);
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
            GislrBlock block = model.blocks().get(i);
            if (i == 0) {
                golden.attention("block0.attn_probs.head0", block.probabilities(c, x, batch).toArray(),
                        batch.segments().rows());
            }
            Tensor attended = block.attended(c, x, batch);
            golden.rows("block" + i + ".attn_out", attended.toArray(), attended.shape().columns());
            x = block.fed(c, attended);
            golden.rows("block" + i + ".out", x.toArray(), x.shape().columns());
            if (i == model.blocks().size() - 1) {
                golden.relative("pooled", block.fedMean(c, attended, batch).toArray());
            }
        }
        golden.relative("pooled", GislrNetwork.mean(c, x, batch).toArray());
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

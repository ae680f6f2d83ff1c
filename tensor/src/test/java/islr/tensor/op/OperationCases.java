package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Every operation once or more, at sizes that are cut into several tasks: for what must hold of all of them.
final class OperationCases {
    private OperationCases() {}

    /// An operation on operands that have gradients.
    record Case(String name, List<Tensor> operands, Function<List<Tensor>, Operation> operation) {
        Tensor compute(Compute c, List<Tensor> in) {
            return c.run(operation.apply(in));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        elementwise(all);
        products(all);
        convolutions(all);
        convolutionsOfFrames(all);
        attention(all);
        rows(all);
        reductions(all);
        places(all);
        return all;
    }

    private static void elementwise(List<Case> all) {
        for (Kernels.Unary f : Kernels.Unary.values()) {
            all.add(new Case(f.name(), List.of(Some.positive(1, 67, 257)),
                    in -> new Activations.Unary(f, in.getFirst())));
        }
        all.add(new Case("dropout", List.of(Some.tensor(1, 67, 257)),
                in -> new Activations.Dropout(in.getFirst(), 0.3f, 77)));
        for (Kernels.Binary f : Kernels.Binary.values()) {
            Function<List<Tensor>, Operation> binary = in -> new Elementwise.Binary(f, in.get(0), in.get(1));
            all.add(new Case(f + " same", List.of(Some.tensor(1, 67, 257), Some.awayFromZero(2, 67, 257)), binary));
            all.add(new Case(f + " row", List.of(Some.tensor(1, 67, 257), Some.awayFromZero(2, 257)), binary));
            all.add(new Case(f + " column", List.of(Some.tensor(1, 67, 1), Some.awayFromZero(2, 67, 257)), binary));
            all.add(new Case(f + " both", List.of(Some.tensor(1, 131, 1, 17), Some.awayFromZero(2, 1, 13, 1)), binary));
            all.add(new Case(f + " scalar", List.of(Some.tensor(1, 67, 257), Some.awayFromZero(2)), binary));
        }
        all.add(new Case("affine", List.of(Some.tensor(1, 67, 257)),
                in -> new Elementwise.Affine(in.getFirst(), 1.7f, -0.3f)));
        all.add(new Case("where", List.of(Some.tensor(1, 67, 257), Some.tensor(2, 257)),
                in -> new Elementwise.Where(Some.tensor(3, 67, 1).relu(Compute.cpu()), in.get(0), in.get(1))));
    }

    private static void products(List<Case> all) {
        all.add(new Case("linear", List.of(Some.tensor(1, 3, 67, 33), Some.tensor(2, 301, 33), Some.tensor(3, 301)),
                in -> new Linear(in.get(0), in.get(1), in.get(2))));
        all.add(new Case("linear without bias", List.of(Some.tensor(1, 131, 33), Some.tensor(2, 301, 33)),
                in -> new Linear(in.get(0), in.get(1), null)));
        all.add(new Case("linear with a residual", List.of(Some.tensor(1, 131, 33), Some.tensor(2, 301, 33),
                Some.tensor(3, 301), Some.tensor(4, 131, 301)),
                in -> new Linear(in.get(0), in.get(1), in.get(2), in.get(3))));
        all.add(new Case("activated linear",
                List.of(Some.tensor(1, 131, 33), Some.tensor(2, 301, 33), Some.tensor(3, 301)),
                in -> new ActivatedLinear(new Linear(in.get(0), in.get(1), in.get(2)), Kernels.Unary.SILU)));
        all.add(new Case("grouped linear",
                List.of(Some.tensor(1, 5, 3 * 257), Some.tensor(2, 3 * 67, 257), Some.tensor(3, 3 * 67)),
                in -> new GroupedLinear(in.get(0), in.get(1), in.get(2), 3)));
        for (int t = 0; t < 4; t++) {
            boolean ta = t / 2 == 1;
            boolean tb = t % 2 == 1;
            String name = "matmul " + (ta ? "t" : "n") + (tb ? "t" : "n");
            Function<List<Tensor>, Operation> matmul = in -> new MatMul(in.get(0), in.get(1), ta, tb);
            all.add(new Case(name, List.of(ta ? Some.tensor(1, 37, 131) : Some.tensor(1, 131, 37),
                    tb ? Some.tensor(2, 301, 37) : Some.tensor(2, 37, 301)), matmul));
            all.add(new Case(name + " batched", List.of(ta ? Some.tensor(1, 2, 3, 7, 70) : Some.tensor(1, 2, 3, 70, 7),
                    tb ? Some.tensor(2, 2, 3, 150, 7) : Some.tensor(2, 2, 3, 7, 150)), matmul));
            all.add(new Case(name + " one b", List.of(ta ? Some.tensor(1, 3, 7, 70) : Some.tensor(1, 3, 70, 7),
                    tb ? Some.tensor(2, 150, 7) : Some.tensor(2, 7, 150)), matmul));
        }
        all.add(new Case("cross-entropy", List.of(Some.tensor(1, 131, 250)),
                in -> new Losses.CrossEntropy(in.getFirst(), Some.rows(2, 131, 250), 0.2f)));
        all.add(new Case("cross-entropy without the largest losses", List.of(Some.tensor(1, 131, 250)),
                in -> new Losses.CrossEntropy(in.getFirst(), Some.rows(2, 131, 250), 0.2f, 17)));
        all.add(new Case("binary cross-entropy", List.of(Some.tensor(1, 131)),
                in -> new Losses.BinaryCrossEntropy(in.getFirst(),
                        Some.tensor(2, 131).sigmoid(Compute.cpu()).toArray())));
        Tensor targets = Some.tensor(3, 131, 250).softmax(Compute.cpu());
        all.add(new Case("cross-entropy with distributions", List.of(Some.tensor(1, 131, 250)),
                in -> new Losses.SoftCrossEntropy(in.getFirst(), targets, 17)));
    }

    private static void convolutions(List<Case> all) {
        Segments sequences = Segments.ofLengths(33, 1, 0, 5, 70, 2);
        int rows = sequences.rows();
        for (int stride = 1; stride <= 2; stride++) {
            int step = stride;
            all.add(new Case("conv1d stride " + step,
                    List.of(Some.tensor(1, rows, 17), Some.tensor(2, 33, 17, 3), Some.tensor(3, 33)),
                    in -> new Conv1d(in.get(0), in.get(1), in.get(2), sequences, step, 1, 1,
                            Conv1d.Padding.same(3, 1))));
            all.add(new Case("conv1d in groups, stride " + step,
                    List.of(Some.tensor(1, rows, 6), Some.tensor(2, 10, 3, 4)),
                    in -> new Conv1d(in.get(0), in.get(1), null, sequences, step, 2, 2, Conv1d.Padding.NONE)));
            all.add(new Case("conv1d depthwise, stride " + step,
                    List.of(Some.tensor(1, rows, 33), Some.tensor(2, 33, 1, 17), Some.tensor(3, 33)),
                    in -> new Conv1d(in.get(0), in.get(1), in.get(2), sequences, step, 1, 33,
                            Conv1d.Padding.causal(17, 1))));
        }
    }

    private static void convolutionsOfFrames(List<Case> all) {
        Segments sequences = Segments.ofLengths(33, 1, 0, 5, 70, 2);
        for (int stride = 1; stride <= 2; stride++) {
            int step = stride;
            all.add(new Case("conv2d stride " + step,
                    List.of(Some.tensor(1, sequences.rows(), 21 * 3), Some.tensor(2, 33, 3, 3, 3), Some.tensor(3, 33)),
                    in -> new Conv2d(in.get(0), in.get(1), in.get(2), sequences, step, 1)));
        }
        all.add(new Case("conv2d without bias",
                List.of(Some.tensor(1, sequences.rows(), 21 * 3), Some.tensor(2, 33, 3, 1, 4)),
                in -> new Conv2d(in.get(0), in.get(1), null, sequences, 1, 0)));
    }

    private static void attention(List<Case> all) {
        Segments queries = Segments.ofLengths(33, 1, 0, 5, 40);
        Segments keys = Segments.ofLengths(17, 3, 2, 1, 50);
        Segments weighted = keys.withMultiplicity(Some.multiplicities(4, keys.rows()));
        boolean[] visible = new boolean[keys.rows()];
        for (int i = 0; i < visible.length; i++) {
            visible[i] = i % 3 != 1;
        }
        List<Tensor> qkv = List.of(Some.tensor(1, queries.rows(), 12), Some.tensor(2, keys.rows(), 12),
                Some.tensor(3, keys.rows(), 12));
        Heads heads = new Heads(12, 3, queries, keys);
        all.add(new Case("attention", qkv, in -> new Attention(in.get(0), in.get(1), in.get(2),
                new Heads(12, 3, queries, weighted), 0.5f, Mask.none(), Attention.Dropout.NONE)));
        all.add(new Case("attention with dropout and a mask", qkv, in -> new Attention(in.get(0), in.get(1), in.get(2),
                heads, 0.5f, new Mask.KeyPadding(visible, -5).and(Mask.causal()), new Attention.Dropout(0.3f, 5))));
        List<Tensor> withScores = new ArrayList<>(qkv);
        withScores.add(Some.tensor(5, heads.scores()));
        Heads self = new Heads(12, 3, queries, queries);
        int[] distances = new int[2 * 40 + 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = i / 3;
        }
        all.add(new Case("disentangled scores",
                List.of(Some.tensor(1, queries.rows(), 12), Some.tensor(2, queries.rows(), 12), Some.tensor(3, 30, 12),
                        Some.tensor(4, 30, 12)),
                in -> new DisentangledScores(in.get(0), in.get(1), in.get(2), in.get(3), self, distances, 0.5f)));
        all.add(new Case("relative scores", List.of(Some.tensor(1, queries.rows(), 12), Some.tensor(4, 83, 12)),
                in -> new RelativeScores(in.get(0), in.get(1), self, 0.5f)));
        all.add(new Case("rotary", List.of(Some.tensor(1, queries.rows(), 300)),
                in -> new Rotary(in.getFirst(), Some.tensor(2, 40, 100), Some.tensor(3, 40, 100), 3, queries)));
        all.add(new Case("attention with added scores", withScores, in -> new Attention(in.get(0), in.get(1), in.get(2),
                in.get(3), heads, 0.5f, Mask.causal(), new Attention.Dropout(0.3f, 5))));
    }

    private static void rows(List<Case> all) {
        all.add(new Case("softmax", List.of(Some.tensor(1, 257, 131)), in -> new Softmax.Rows(in.getFirst())));
        all.add(new Case("log softmax", List.of(Some.tensor(1, 257, 131)), in -> new Softmax.LogRows(in.getFirst())));
        all.add(new Case("masked softmax", List.of(Some.tensor(1, 3, 131, 131)),
                in -> new Softmax.Masked(in.getFirst(), Mask.causal())));
        all.add(new Case("layer norm", List.of(Some.tensor(1, 3, 89, 131), Some.tensor(2, 131), Some.tensor(3, 131)),
                in -> new Norms.LayerNorm(in.get(0), in.get(1), in.get(2), 1e-5f)));
        for (int[] sizes : new int[][] {{3, 89, 131}, {5, 523}, {9001, 5}}) {
            int n = sizes[sizes.length - 1];
            List<Tensor> operands = List.of(Some.tensor(1, sizes), Some.tensor(2, n), Some.tensor(3, n));
            all.add(new Case("batch norm of " + Arrays.toString(sizes), operands,
                    in -> new Norms.BatchNorm(in.get(0), in.get(1), in.get(2), 1e-5f)));
        }
        all.add(new Case("layer norm of wide rows",
                List.of(Some.tensor(1, 5, 523), Some.tensor(2, 523), Some.tensor(3, 523)),
                in -> new Norms.LayerNorm(in.get(0), in.get(1), in.get(2), 1e-5f)));
    }

    private static void reductions(List<Case> all) {
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            all.add(new Case("sum over axis " + a, List.of(Some.tensor(1, 67, 17, 33)),
                    in -> new Reductions.Sum(in.getFirst(), a)));
            all.add(new Case("max over axis " + a, List.of(Some.tensor(1, 67, 17, 33)),
                    in -> new Reductions.Max(in.getFirst(), a)));
        }
        Segments sequences = Segments.ofLengths(33, 1, 0, 5, 70, 2);
        Segments weighted = sequences.withMultiplicity(Some.multiplicities(4, sequences.rows()));
        all.add(new Case("sum of segments", List.of(Some.tensor(1, sequences.rows(), 7, 5)),
                in -> new Reductions.OfSegments(in.getFirst(), weighted, null, false)));
        Segments full = Segments.ofLengths(33, 1, 5, 72);
        all.add(new Case("mean of segments", List.of(Some.tensor(1, full.rows(), 17)),
                in -> new Reductions.OfSegments(in.getFirst(), full, Some.multiplicities(4, full.rows()), true)));
        all.add(new Case("max of segments", List.of(Some.tensor(1, full.rows(), 17)),
                in -> new Reductions.MaxOfSegments(in.getFirst(), full)));
    }

    private static void places(List<Case> all) {
        all.add(new Case("gather", List.of(Some.tensor(1, 13, 33)),
                in -> new Gather.Rows(in.getFirst(), Some.rows(2, 70, 13), null)));
        all.add(new Case("scatter", List.of(Some.tensor(1, 70, 33)),
                in -> new Gather.Scatter(in.getFirst(), 13, Some.rows(2, 70, 13))));
        all.add(new Case("reshape", List.of(Some.tensor(1, 12, 35)), in -> new Views.Reshape(in.getFirst(), 7, -1, 3)));
        all.add(new Case("permute", List.of(Some.tensor(1, 5, 7, 11, 13)),
                in -> new Views.Permute(in.getFirst(), 2, 0, 3, 1)));
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            all.add(new Case("slice of axis " + a, List.of(Some.tensor(1, 17, 13, 15)),
                    in -> new Views.Slice(in.getFirst(), a, 3, 11)));
            all.add(new Case("concat along axis " + a, List.of(Some.tensor(1, 13, 13, 13), Some.tensor(2, 13, 13, 13)),
                    in -> new Views.Concat(List.of(in.get(0), in.get(1), in.get(0)), a)));
        }
    }
}

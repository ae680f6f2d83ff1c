package islr.tools.export;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.recognize.Speller;
import islr.recognize.SpellerFile;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpellers;
import islr.system.fingerspelling.Characters;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.Spelling;
import islr.system.fingerspelling.SpellingEnsemble;
import islr.system.fingerspelling.SpellingOnnx;
import islr.tensor.Compute;
import islr.tools.model.NewFile;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.run.OnnxFile;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes a model that spells as two ONNX files: what is computed once for a sequence, and one letter.
///
/// @param model what is written
/// @param out the file of the sequence, `*.onnx`; that of the letter is called `*.step.onnx`
record SpellerExport(SpellerFile model, Path out, boolean overwrite) {
    private static final String ONNX = ".onnx";
    private static final int SEQUENCES = 4;
    /// The largest difference of two confidences that is one of rounding.
    private static final double MOST = 1e-4;

    private Path step() {
        String name = out.getFileName().toString();
        return out.resolveSibling(name.substring(0, name.length() - ONNX.length()) + ".step" + ONNX);
    }

    /// @throws IOException if a file cannot be written, or spells otherwise than the model; then none is left behind
    void write(PrintWriter to) throws IOException {
        NewFile first = new NewFile(out, overwrite);
        NewFile second = new NewFile(step(), overwrite);
        first.requireFree();
        second.requireFree();
        Map<String, String> about = model.checkpoint().metadata();
        OnnxGraph encoder = SpellingOnnx.encoder(model.preset().id(), model.settings(), model.state()).with(about);
        OnnxGraph letter = SpellingOnnx.step(model.preset().id() + " step", model.settings(), model.state())
                .with(about);
        String found = first.write(beside -> {
            encoder.write(beside);
            return second.write(besideStep -> {
                letter.write(besideStep);
                return compared(OnnxFile.read(beside), OnnxFile.read(besideStep));
            });
        });
        to.println(OneLine.path(out) + ": " + Counts.bytes(Files.size(out)) + ", " + OneLine.path(step()) + ": "
                + Counts.bytes(Files.size(step())));
        to.println("  preset " + model.preset().id() + ", which spells, opset " + OnnxGraph.OPSET);
        to.println("  landmarks [frames, 543, 3] to keys and values of the frames; token, position, letters before and "
                + "frames to logits [" + Characters.COUNT + "]");
        to.println("  " + found);
    }

    private String compared(OnnxFile encoder, OnnxFile step) throws IOException {
        SyntheticSpellers spellers = new SyntheticSpellers(SpellingSettings.DEFAULT);
        double difference = 0;
        try (Speller speller = new Speller(
                SpellingEnsemble.of(model.network().forInference(Compute.cpu()),
                        Fingerspelling.features(model.settings()), Fingerspelling.options(model.settings()).trusting()),
                1)) {
            for (int i = 0; i < SEQUENCES; i++) {
                Clip sequence = spellers.clip(i, i);
                Spelling expected = speller.spell(sequence);
                List<float[]> encoded = run(encoder, sequence);
                List<Integer> letters = letters(step, encoded.getFirst());
                if (!letters.equals(expected.tokens())) {
                    throw new IOException(OneLine.path(out) + ": not written: of " + sequence.name() + " it spells "
                            + letters + ", the model " + expected.tokens());
                }
                if (model.network().isSecond()) {
                    double logit = encoded.getLast()[0];
                    difference = Math.max(difference, Math.abs(1 / (1 + Math.exp(-logit)) - expected.confidence()));
                }
            }
        } catch (IllegalStateException e) {
            throw new IOException(OneLine.path(out) + ": not written: it cannot be computed: " + e.getMessage(), e);
        }
        if (!(difference <= MOST)) {
            throw new IOException(String.format(Locale.ROOT, "%s: not written: confidences differ by %.1g",
                    OneLine.path(out), difference));
        }
        return String.format(Locale.ROOT,
                "%d of %d sequences are spelled alike; the largest difference of two confidences is %.1g", SEQUENCES,
                SEQUENCES, difference);
    }

    /// Keys and values of the frames, and behind them the confidence, if there is one.
    private List<float[]> run(OnnxFile encoder, Clip sequence) {
        OnnxFile.Run run = encoder.run().with(ClipNodes.LANDMARKS, sequence.landmarks(), sequence.frames(),
                Skeleton.ROWS, Skeleton.AXES);
        return model.network().isSecond() ? run.outputs(SpellingOnnx.FRAMES, SpellingOnnx.CONFIDENCE)
                : run.outputs(SpellingOnnx.FRAMES);
    }

    /// Always the likeliest letter.
    ///
    /// @param frames keys and values
    private List<Integer> letters(OnnxFile step, float... frames) {
        int width = model.network().sizes().width();
        float[] before = {};
        List<Integer> letters = new ArrayList<>();
        int token = Characters.START;
        int read = 0;
        for (int t = 0; t < model.network().sizes().letters(); t++) {
            read += token == Characters.PAD ? 0 : 1;
            int position = token == Characters.PAD ? Characters.PAD : Characters.PAD + read;
            List<float[]> out = step.run().with(SpellingOnnx.TOKEN, new float[] {token}, 1)
                    .with(SpellingOnnx.POSITION, new float[] {position}, 1)
                    .with(SpellingOnnx.BEFORE, before, SpellingOnnx.KEPT, t, width).with(SpellingOnnx.FRAMES, frames,
                            SpellingOnnx.KEPT, frames.length / SpellingOnnx.KEPT / width, width)
                    .outputs(SpellingOnnx.LOGITS, SpellingOnnx.AFTER);
            float[] logits = out.getFirst();
            before = out.getLast();
            token = 0;
            for (int i = 1; i < logits.length; i++) {
                token = logits[i] > logits[token] ? i : token;
            }
            if (token == Characters.END) {
                return letters;
            }
            letters.add(token);
        }
        return letters;
    }
}

package islr.system.fingerspelling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.fingerspelling.FingerspellingNetwork.Encoded;
import islr.system.fingerspelling.FingerspellingSizes.Padding;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Decoding, what is answered, and scores, against the original.
class GoldenSpellerTest {
    private final Compute c = Compute.cpu();

    @TestFactory
    Stream<DynamicTest> greedyLettersAndTheirLogitsAreTheOriginals() {
        return Stream.of("part1_small", "part2_small").flatMap(model -> Stream.of("pad.", "nopad.")
                .flatMap(prefix -> Stream.of(DynamicTest.dynamicTest(model + " " + prefix, () -> {
                    greedy(trained(model, prefix), model, prefix);
                }), DynamicTest.dynamicTest(model + " " + prefix + " as it predicts", () -> {
                    greedy(trained(model, prefix).forInference(c), model, prefix);
                }))));
    }

    private static FingerspellingNetwork trained(String model, String prefix) throws IOException {
        return SpellingGoldens.network(model, prefix.equals("pad.") ? Padding.FRAMES : Padding.NONE);
    }

    private void greedy(FingerspellingNetwork network, String model, String prefix) throws IOException {
        try (SafetensorsFile golden = SpellingGoldens.open(model + "/tensors.safetensors")) {
            Encoded encoded = network.encode(c, SpellingGoldens.batch(golden, prefix + "batch."));
            int clips = encoded.clips().count();
            Tensor ids = golden.tensor(prefix + "gen.ids");
            int steps = ids.shape().dim(1) - 1;
            List<List<Integer>> phrases = GreedySearch.spell(next(network, encoded), clips, steps);
            for (int s = 0; s < clips; s++) {
                List<Integer> expected = new ArrayList<>();
                for (int t = 1; t <= steps && !expected.contains(Characters.END); t++) {
                    expected.add((int) ids.get(s, t));
                }
                assertThat(phrases.get(s)).isEqualTo(expected);
            }
            NextLetters all = next(network, encoded);
            float[] expected = golden.tensor(prefix + "gen.logits").toArray();
            float[] actual = new float[expected.length];
            for (int t = 0; t < steps; t++) {
                int[] tokens = new int[clips];
                for (int s = 0; s < clips; s++) {
                    tokens[s] = (int) ids.get(s, t);
                }
                float[] logits = all.after(tokens, IntStream.range(0, clips).toArray(), Segments.uniform(clips, 1))
                        .toArray();
                for (int s = 0; s < clips; s++) {
                    System.arraycopy(logits, s * Characters.COUNT, actual, (s * steps + t) * Characters.COUNT,
                            Characters.COUNT);
                }
            }
            SpellingGoldens.near(prefix + "gen.logits", actual, expected, SpellingGoldens.LOGITS);
        }
    }

    private NextLetters next(FingerspellingNetwork network, Encoded encoded) {
        return new NextLetters(c, List.of(new SpellingMember(network, 1)), List.of(encoded));
    }

    @Test
    void theEnsembleOfTwoIsTheOriginal() throws IOException {
        JsonNode json = SpellingGoldens.json("part2_small/ensemble.json");
        List<SpellingMember> members = new ArrayList<>();
        for (int m = 0; m < 2; m++) {
            Map<String, Tensor> weights = SpellingGoldens
                    .weights("part2_small/weights" + (m == 0 ? "" : "_b") + ".safetensors");
            members.add(new SpellingMember(new FingerspellingNetwork(SpellingGoldens.sizes("part2_small", Padding.NONE),
                    Parameters.of(weights)), (float) json.get("weights").get(m).asDouble()));
        }
        SpellingEnsemble speller = new SpellingEnsemble(members, new SpellingFeatures(40, Fit.LINEAR),
                SpellingOptions.DEPLOYED);
        try (SafetensorsFile golden = SpellingGoldens.open("part2_small/ensemble.safetensors");
                SafetensorsFile raw = SpellingGoldens.open("preprocess.safetensors")) {
            for (Map.Entry<String, JsonNode> each : json.get("cases").properties()) {
                String clip = each.getKey();
                Sample sample = speller.features()
                        .sample(SpellingFeatures.standardized(raw.tensor("raw." + clip).toArray()));
                Spelling answer = speller.spell(c, sample, each.getValue().get("frames").asInt());
                assertThat(answer.tokens()).as(clip).isEqualTo(ints(each.getValue().get("tokens")));
                assertThat(answer.placeholder()).as(clip).isEqualTo(each.getValue().get("dummy").asBoolean());
                if (each.getValue().get("conf").isNull()) {
                    assertThat(answer.confidence()).as(clip).isNaN();
                    continue;
                }
                SpellingGoldens.near(clip + ".conf", new float[] {(float) answer.confidence()},
                        golden.tensor(clip + ".conf").toArray(), SpellingGoldens.CONFIDENCE);
                SpellingGoldens.near(clip + ".input", sample.values().toArray(),
                        golden.tensor(clip + ".input").toArray(), SpellingGoldens.LINEAR_FIT);
                stages(golden, clip, members);
            }
        }
    }

    /// From the original's own input.
    private void stages(SafetensorsFile golden, String clip, List<SpellingMember> members) throws IOException {
        Tensor input = golden.tensor(clip + ".input");
        Batch batch = Batch.of(islr.tensor.Memory.heap(), List
                .of(new Sample(Tensor.of(Shape.of(input.shape().dim(0), SpellingFeatures.WIDTH), input.toArray()))));
        List<Encoded> encoded = new ArrayList<>();
        for (int m = 0; m < 2; m++) {
            encoded.add(members.get(m).network().encode(c, batch));
            SpellingGoldens.near(clip + ".enc" + m, encoded.get(m).rows().toArray(),
                    golden.tensor(clip + ".enc" + m).toArray(), SpellingGoldens.ENCODER);
        }
        if (golden.entries().containsKey(clip + ".step_logits")) {
            Tensor logits = golden.tensor(clip + ".step_logits");
            int[] tokens = golden.ints(clip + ".tokens");
            NextLetters next = new NextLetters(c, members, encoded);
            float[] actual = new float[logits.size()];
            for (int t = 0; t < logits.shape().dim(0); t++) {
                float[] step = next
                        .after(new int[] {t == 0 ? Characters.START : tokens[t - 1]}, new int[1], Segments.ofLengths(1))
                        .toArray();
                System.arraycopy(step, 0, actual, t * Characters.COUNT, Characters.COUNT);
            }
            SpellingGoldens.near(clip + ".step_logits", actual, logits.toArray(), SpellingGoldens.LOGITS);
        }
    }

    private static List<Integer> ints(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asInt).toList();
    }

    @Test
    void tokensAreTheOriginals() {
        JsonNode cases = SpellingGoldens.json("text.json").get("tokenise_max_phrase_33");
        assertThat(cases).isNotEmpty();
        cases.forEach(
                each -> assertThat(Arrays.stream(Characters.tokens(each.get("phrase").asText(), 33)).boxed().toList())
                        .isEqualTo(ints(each.get("token_ids"))));
    }

    @Test
    void distancesAndScoresAreTheOriginals() {
        JsonNode text = SpellingGoldens.json("text.json");
        PhraseScore plain = new PhraseScore(EditDistance.LEVENSHTEIN);
        PhraseScore damerau = new PhraseScore(EditDistance.DAMERAU);
        for (JsonNode each : text.get("distance")) {
            String truth = each.get("truth").asText();
            String answer = each.get("prediction").asText();
            assertThat(EditDistance.LEVENSHTEIN.between(truth, answer)).isEqualTo(each.get("levenshtein").asInt());
            assertThat(EditDistance.DAMERAU.between(truth, answer))
                    .isEqualTo(each.get("damerau_levenshtein_unrestricted").asInt());
            assertThat(EditDistance.DAMERAU.likeness(truth, answer))
                    .isEqualTo(each.get("confidence_target").asDouble());
            plain.add(truth, answer);
            damerau.add(truth, answer);
        }
        assertThat(plain.value()).isEqualTo(text.get("metric").get("levenshtein").asDouble());
        assertThat(damerau.value()).isEqualTo(text.get("metric").get("as_in_repository_damerau").asDouble());
    }

    @Test
    void whatIsAnsweredIsTheOriginals() {
        JsonNode json = SpellingGoldens.json("text.json").get("postprocess");
        for (String part : List.of("part1", "part2")) {
            for (int i = 0; i < json.get("seq_len").size(); i++) {
                List<Integer> letters = new ArrayList<>(ints(json.get("generated_ids").get(i)));
                letters.removeIf(token -> token == Characters.START || token == Characters.PAD);
                letters.add(Characters.END);
                double confidence = part.equals("part1") ? Double.NaN
                        : 1 / (1 + Math.exp(-json.get("aux_logits").get(i).asDouble()));
                Spelling answer = SpellingOptions.DEPLOYED.answer(letters, json.get("seq_len").get(i).asInt(),
                        confidence);
                assertThat(answer.phrase()).as(part + " " + i)
                        .isEqualTo(json.get(part).get("phrase_preds_pp").get(i).asText());
            }
        }
        assertThat(Spelling.PLACEHOLDER).isEqualTo(json.get("dummy_phrase").asText());
        assertThat(Spelling.placeholder(0).tokens()).isEqualTo(ints(json.get("dummy_ids")));
    }
}

/// CLS, the class-token transformer of Hengck23's notebook for the isolated sign competition (score 0.62).
///
/// ```
/// clip ─ ClsFeatures: the first L frames of lips and hands ─ Sample [t, 246]
/// Batch ─ ClsNetwork: token and frames ─ attention of the token ─ feed-forward ─ logits
/// ```
///
/// In training a batch of clips goes through the network; for prediction
/// [forInference][islr.system.Model#forInference] gives the same network with everything computed that the token alone
/// decides.
package islr.system.cls;

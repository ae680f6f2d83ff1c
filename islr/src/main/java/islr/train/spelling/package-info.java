/// Training that learns phrases: sequences and who spells them, batches, the task that [islr.train.Trainer] works on,
/// and how well phrases are spelled.
package islr.train.spelling;

/// Makes mistakes in the engine on purpose, one at a time, and sees its tests fail: start at
/// [islr.tools.mutation.Mutation].
package islr.tools.mutation;

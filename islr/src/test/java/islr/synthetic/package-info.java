/// Tests of the synthetic signers.
package islr.synthetic;

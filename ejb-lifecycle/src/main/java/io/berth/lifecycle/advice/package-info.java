/**
 * Advice to agents and to those who plan: steps for what somebody wants, ways out for who is stuck,
 * instructions for who takes a task. By rules that need nothing, and by a language model where one
 * is configured. Nothing of this is ever part of a claim.
 */
package io.berth.lifecycle.advice;

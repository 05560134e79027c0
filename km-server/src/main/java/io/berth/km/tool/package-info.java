/** The tools that agents call, one class each. */
package io.berth.km.tool;

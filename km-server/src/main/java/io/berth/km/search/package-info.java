/**
 * From a question in words to a ranked list, as pure functions: what the words are, which of them
 * count, what is near a misspelt one, what the score means, which place of a text to show. Knows
 * neither SQL connections nor threads; the store asks it.
 *
 * <p><b>Ranking.</b> The score is BM25 (k1 1.2, b 0.75) with the title weighted over the heading
 * path over the content. A question is an OR of its words, so that an item which has more, and
 * rarer, of them comes first. <b>Similarity</b> is the score divided by the highest score that the
 * question's words could give in this collection: 1 would be an item made of nothing but the words
 * asked for, 0 has none of them. It grows with the score and therefore is the order of the results;
 * it can be compared between the results of one question, not between questions.
 */
package io.berth.km.search;

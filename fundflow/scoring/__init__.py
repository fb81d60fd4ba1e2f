"""Assessment: assessors, interests, scores, moderation, consolidation, ranking, feedback and recommendation."""

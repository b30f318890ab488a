"""What all multimodal language models share, wherever they run.

frames.py     which pictures of the clip a model is shown, by a named rule
prompts.py    what a model is asked, in English and Chinese
answer.py     what it answered → an Explanation (parts.py: free text → the four parts)
sentences.py  sentences, the seconds they name, and the modality they speak of
"""
